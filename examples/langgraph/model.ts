import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';

/** Stands in for a model, so that the example needs no network: asks for its tool once, then answers. */
export class StubModel extends BaseChatModel {
  readonly #tool: string;

  constructor(tool: string) {
    super({});
    this.#tool = tool;
  }

  override _llmType(): string {
    return 'stub';
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const answered = messages.at(-1)?.getType() === 'tool';
    const tool_calls = answered ? [] : [{ name: this.#tool, args: {}, id: 'call-1' }];
    return { generations: [{ text: '', message: new AIMessage({ content: 'So be it.', tool_calls }) }] };
  }
}
