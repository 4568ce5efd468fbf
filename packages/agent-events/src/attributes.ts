/** Every OpenTelemetry attribute name that we read or write. Those under `mortsafe.` are ours and follow the table. */

export const EVENT_NAME = 'event.name';
export const EVENT_NAME_PREFIX = 'mortsafe.';

export const MORTSAFE_PREFIX = 'mortsafe.';
export const MORTSAFE_AGENT = 'mortsafe.agent';
export const MORTSAFE_INSTANCE = 'mortsafe.instance';
export const MORTSAFE_FLEET = 'mortsafe.fleet';
export const MORTSAFE_HOST = 'mortsafe.host';
export const MORTSAFE_ID = 'mortsafe.id';
export const MORTSAFE_REPORTER = 'mortsafe.reporter';
export const MORTSAFE_PEER = 'mortsafe.peer';
export const MORTSAFE_TOOL = 'mortsafe.tool';
export const MORTSAFE_TARGET = 'mortsafe.target';
export const MORTSAFE_OUTCOME = 'mortsafe.outcome';
export const MORTSAFE_OPERATION = 'mortsafe.operation';
export const MORTSAFE_PARENT_SPAN_ID = 'mortsafe.parent_span_id';

export const GEN_AI_AGENT_ID = 'gen_ai.agent.id';
export const GEN_AI_AGENT_NAME = 'gen_ai.agent.name';
export const GEN_AI_CONVERSATION_ID = 'gen_ai.conversation.id';
export const GEN_AI_OPERATION_NAME = 'gen_ai.operation.name';
export const GEN_AI_PROVIDER_NAME = 'gen_ai.provider.name';
export const GEN_AI_REQUEST_MODEL = 'gen_ai.request.model';
export const GEN_AI_TOOL_NAME = 'gen_ai.tool.name';
export const GEN_AI_TOOL_CALL_ID = 'gen_ai.tool.call.id';

/** OpenInference: the words of instrumentations that do not speak GenAI's. */
export const OPENINFERENCE_SPAN_KIND = 'openinference.span.kind';
export const OPENINFERENCE_AGENT_NAME = 'agent.name';
export const OPENINFERENCE_NODE_ID = 'graph.node.id';
export const OPENINFERENCE_TOOL_NAME = 'tool.name';
export const OPENINFERENCE_TOOL_AGENT = 'tool.agent_role';

/** What models were told and said. Dropped at decoding, and kept out of everything that is set aside. */
export const contentAttributes = [
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.tool.definitions',
  'gen_ai.prompt',
  'gen_ai.completion',
] as const;

export const ERROR_TYPE = 'error.type';
export const SERVER_ADDRESS = 'server.address';
export const SERVER_PORT = 'server.port';

export const SERVICE_NAME = 'service.name';
export const SERVICE_NAMESPACE = 'service.namespace';
export const SERVICE_VERSION = 'service.version';
export const SERVICE_INSTANCE_ID = 'service.instance.id';
export const HOST_NAME = 'host.name';
export const PROCESS_PID = 'process.pid';
export const PROCESS_PARENT_PID = 'process.parent_pid';

/** `launchedBy` is `launched_by`: wire names are in snake_case, ours are not. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `mortsafe.launched_by.kind` for the path `launchedBy`, `kind`. */
export const attributeOf = (...path: string[]): string => MORTSAFE_PREFIX + path.map(snakeCase).join('.');
