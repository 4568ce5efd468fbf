/** What the SDK throws. The world's failures are never thrown at the agent; only mistakes in the code that calls it. */
export type AgentSdkErrorCode = 'invalid-option';

/** An option that no agent can be started with, or no event recorded with. The message names the option. */
export class InvalidOptionError extends Error {
  readonly code = 'invalid-option' satisfies AgentSdkErrorCode;
  readonly option: string;

  constructor(option: string, must: string) {
    super(`${option} must ${must}`);
    this.name = 'InvalidOptionError';
    this.option = option;
  }
}
