import { locationMaxChars, requireId, shortened } from './bounds.ts';
import type { Voice } from './voice.ts';

export interface LinkOptions {
  /** `a2a`, `mcp`, `http`, `kafka`, `memory`, … */
  protocol: string;
  /** Where the peer is reached. At most 2,048 UTF-16 code units; the rest is cut. */
  endpoint?: string | undefined;
}

/** An open connection to a peer. `using` closes it. */
export interface Link {
  readonly peer: string;
  /** Records that the connection is gone. A second time does nothing. */
  close(): void;
  [Symbol.dispose](): void;
}

export function openLink(voice: Voice, peer: string, { protocol, endpoint }: LinkOptions): Link {
  const link = {
    peer: requireId('peer', peer),
    protocol: requireId('protocol', protocol),
    endpoint: endpoint === undefined ? undefined : shortened(endpoint, locationMaxChars),
  };
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    voice.say('link.closed', link);
  };
  voice.say('link.opened', link);
  return { peer, close, [Symbol.dispose]: close };
}
