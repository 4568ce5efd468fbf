/** What the SDK throws: mistakes in the code that calls it, and what it is not allowed to do. Never the world's failures. */
export type AgentSdkErrorCode = 'invalid-option' | 'kill-in-force' | 'control-lost';

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

/** A kill is in force on the agent: on this one, whose work is aborted, or on a peer, which is not launched. */
export class KillInForceError extends Error {
  readonly code = 'kill-in-force' satisfies AgentSdkErrorCode;
  readonly agent: string;

  constructor(agent: string) {
    super(`a kill is in force on ${agent}`);
    this.name = 'KillInForceError';
    this.agent = agent;
  }
}

/** Nobody can say whether a kill is in force, and the agent was told to stop where that is so. */
export class ControlLostError extends Error {
  readonly code = 'control-lost' satisfies AgentSdkErrorCode;

  constructor() {
    super("the orders' door cannot be reached, and onControlLost says to stop then");
    this.name = 'ControlLostError';
  }
}
