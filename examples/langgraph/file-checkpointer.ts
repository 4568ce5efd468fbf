import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { MemorySaver } from '@langchain/langgraph';

/** Keeps threads in a file, so that one goes on after its process has died. Yours is a database. */
export class FileCheckpointer extends MemorySaver {
  readonly #file: string;

  constructor(file: string) {
    super();
    this.#file = file;
    if (existsSync(file)) Object.assign(this, deserialize(readFileSync(file)));
  }

  override async put(...what: Parameters<MemorySaver['put']>): ReturnType<MemorySaver['put']> {
    const kept = await super.put(...what);
    this.#save();
    return kept;
  }

  override async putWrites(...what: Parameters<MemorySaver['putWrites']>): Promise<void> {
    await super.putWrites(...what);
    this.#save();
  }

  #save(): void {
    writeFileSync(this.#file, serialize({ storage: this.storage, writes: this.writes }));
  }
}
