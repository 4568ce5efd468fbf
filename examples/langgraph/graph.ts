import { setTimeout as wait } from 'node:timers/promises';
import { tool } from '@langchain/core/tools';
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { z } from 'zod';
import { FileCheckpointer } from './file-checkpointer.ts';
import { StubModel } from './model.ts';

/** Long enough to be killed in the middle of it. */
const SEARCH_MS = 600_000;
const run = () => wait(SEARCH_MS, 'It is so.');
const search = tool(run, { name: 'search', schema: z.object({}) });
const researcher = createReactAgent({ llm: new StubModel('search'), tools: [search], name: 'researcher' });

/** A supervisor that has one agent below it. */
export const graph = new StateGraph(MessagesAnnotation)
  .addNode('researcher', researcher)
  .addEdge(START, 'researcher')
  .addEdge('researcher', END)
  .compile({
    name: 'supervisor',
    checkpointer: new FileCheckpointer(process.env.STATE_FILE ?? 'threads.state'),
  });
