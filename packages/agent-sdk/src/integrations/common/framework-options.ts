import type { Agent } from '../../agent.ts';
import type { AgentOptions } from '../../agent-options.ts';
import type { ControlOptions } from '../../control/control-options.ts';

/** What an integration is told. Of each agent that the framework names, an {@link Agent} is started with the rest. */
export interface FrameworkOptions
  extends Pick<
    AgentOptions,
    | 'fleet'
    | 'heartbeatIntervalMs'
    | 'signals'
    | 'exitFlushMs'
    | 'loggerProvider'
    | 'tracerProvider'
    | 'env'
    | 'warn'
  > {
  /**
   * Who acts where the framework names nobody, and who launches those it names: an agent that was started, or the id
   * of one to start. Default `MORTSAFE_AGENT`.
   */
  agent?: Agent | string | undefined;
  /**
   * The id in the fleet of what the framework calls by this name. Undefined: it is no agent, only a part of the one
   * that runs it. Default the name, cut to 256 UTF-16 code units.
   */
  agentId?: ((name: string) => string | undefined) | undefined;
  /**
   * How the agent with this id hears of kill orders on itself; each has a token of its own. Default: the one that acts
   * where nobody is named, as the environment says; the others hear of none.
   */
  control?: ((id: string) => ControlOptions | undefined) | undefined;
  /** How many agents are started at most in this process; of those beyond only the calls are told. Default 100. */
  agentsMax?: number | undefined;
}
