import { warnOnce } from '../../warn-once.ts';
import type { FrameworkOptions } from '../common/framework-options.ts';
import { harmless } from '../common/harmless.ts';
import { createSteps, type Doing } from '../common/steps.ts';

interface MastraSpan {
  id: string;
  parentSpanId?: string | undefined;
  type: string;
  entityId?: string | undefined;
  entityName?: string | undefined;
  attributes?: object | undefined;
  errorInfo?: object | undefined;
}

/** What Mastra tells its exporters, as far as we look at it. */
export interface MastraTracingEvent {
  type: string;
  exportedSpan: MastraSpan;
}

/** An exporter as Mastra's observability takes it. */
export interface MastraExporter {
  name: string;
  exportTracingEvent(event: MastraTracingEvent): Promise<void>;
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

/**
 * Watches Mastra: each agent that runs is an agent, launched by the agent that uses it as a tool; models and tools are
 * its activity, and the MCP servers of its tools its links.
 *
 * @returns The exporter to give to `new Observability`. It must be told of every trace: sample none away.
 * @throws {InvalidOptionError} Neither options nor environment name the fleet, or an option is out of bounds.
 * @example
 * new Observability({ configs: { default: { serviceName: 'shop', exporters: [watchMastra({ fleet: 'checkout' })] } } });
 */
export function watchMastra(options: FrameworkOptions = {}): MastraExporter {
  const { warn = warnOnce } = options;
  const steps = createSteps(options);

  function started(span: MastraSpan): void {
    steps.begin(span.id, span.parentSpanId, doingOf(span));
    const { mcpServer } = Object(span.attributes) as { mcpServer?: unknown };
    if (span.type === 'mcp_tool_call' && typeof mcpServer === 'string') steps.meet(span.id, mcpServer, 'mcp');
  }

  const observe = harmless(warn, ({ type, exportedSpan: span }: MastraTracingEvent) => {
    if (type === 'span_started') started(span);
    // What it says of an error may quote what was worked on.
    if (type === 'span_ended') steps.end(span.id, span.errorInfo && { error: new Error() });
  });

  return {
    name: 'mortsafe',
    exportTracingEvent: async (event) => observe(event),
    flush: async () => {},
    shutdown: () => steps.stop(),
  };
}

const TOOLS: ReadonlySet<string> = new Set(['tool_call', 'mcp_tool_call', 'provider_tool_call']);

function doingOf({ type, entityId, entityName }: MastraSpan): Doing {
  if (type === 'agent_run') return { agent: entityId ?? entityName };
  if (TOOLS.has(type)) return { operation: 'execute_tool', tool: entityId ?? entityName };
  // What a model asks for is done within its generation; its inference is what it does itself.
  return type === 'model_inference' ? { operation: 'chat' } : {};
}
