import { addOutage, extentOf, outageOf } from './outages.ts';
import type { Picture } from './picture.ts';
import type { Extent, Launch, Outage, Silence } from './records.ts';
import { gapLimit, silencesLike, unwatch } from './silence.ts';

/** Who is heard and who is not, as a rule sees it. */
export class Silences {
  readonly #picture: Picture;

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  /** How long a launch may send nothing before it is silent, in milliseconds. */
  gapLimit(launch: Launch): number {
    return gapLimit(this.#picture, launch);
  }
  /**
   * Silences that began within one gap window of this one, itself included: in the fleet, or on a host. None where
   * there cannot be `atLeast` as many.
   */
  like(silence: Silence, atLeast: number, host?: string): Silence[] {
    return silencesLike(this.#picture, silence, host, atLeast);
  }
  /** Whether so many, and this share of the fleet, fell silent with it, as far as can be told by now. */
  extentOf(silence: Silence, share: number, minimum: number): Extent {
    const alike = silencesLike(this.#picture, silence, undefined, minimum, minimum);
    return alike.length < minimum ? 'few' : extentOf(this.#picture, silence, share);
  }
  /** Counts a silent launch no longer among the living, until it is heard again. */
  giveUpOn(launch: Launch): void {
    unwatch(this.#picture, launch);
  }
  /** The outage that explains a silence, if one is known. */
  outageOf(silence: Silence): Outage | undefined {
    return outageOf(this.#picture, silence);
  }
  /** Outages that are not over, as far as is known, and in which somebody fell silent not more than `withinMs` ago. */
  ongoing(withinMs: number): Outage[] {
    const { outages, now } = this.#picture.state;
    return outages.filter(({ over, lastDue }) => over === undefined && now - lastDue <= withinMs);
  }
  addOutage(outage: Outage): void {
    addOutage(this.#picture, outage);
  }
  /** How many heart-beating instances live, or fell silent only just now: in the fleet, or on a host. */
  beating(host?: string): number {
    const { beating, beatingByHost } = this.#picture.state;
    return host === undefined ? beating : (beatingByHost.get(host) ?? 0);
  }
}
