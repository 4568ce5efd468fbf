import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** How often somebody may ask, in a minute. Default 3,000 to read, 600 to change, 60 with a wrong credential. */
export interface RateLimitSettings {
  reads?: number;
  changes?: number;
  refusals?: number;
}

export interface RateLimits {
  /** Seconds to wait; undefined where one may go on. */
  read(who: string): Promise<number | undefined>;
  change(who: string): Promise<number | undefined>;
  /** By address: whoever shows a good credential is never kept out by those who guess. */
  refusal(address: string): Promise<number | undefined>;
}

const MINUTE_S = 60;

export function createRateLimits({
  reads = 3_000,
  changes = 600,
  refusals = 60,
}: RateLimitSettings = {}): RateLimits {
  const limit = (points: number) => {
    const limiter = new RateLimiterMemory({ points, duration: MINUTE_S });
    return async (who: string): Promise<number | undefined> => {
      try {
        await limiter.consume(who);
        return undefined;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
      }
    };
  };
  return { read: limit(reads), change: limit(changes), refusal: limit(refusals) };
}
