/** What a list holds, by key; `undefined` where it is not known yet. */
export type Keys = readonly (string | undefined)[];

/** Where somebody is in a list that changes by itself. */
export interface Place {
  key: string | undefined;
  /** -1 where there are no rows. */
  index: number;
  /** The list as it was when they came here. */
  among: Keys;
  /** How often they moved. */
  moves: number;
}

export const nowhere: Place = { key: undefined, index: 0, among: [], moves: 0 };

/** At the same thing wherever it went; where it is gone, or was none, at what stands there now. */
export function settled(place: Place, keys: Keys): Place {
  const found = place.key === undefined ? -1 : keys.indexOf(place.key);
  if (found >= 0) return found === place.index ? place : { ...place, index: found };
  const index = Math.min(Math.max(place.index, 0), keys.length - 1);
  const key = keys[index];
  if (key !== undefined) return { ...place, key, index, among: keys };
  return index === place.index ? place : { ...place, index };
}

export function movedTo(place: Place, keys: Keys, wanted: number): Place {
  const index = Math.max(0, Math.min(wanted, keys.length - 1));
  return { key: keys[index], index, among: keys, moves: place.moves + 1 };
}

/** One on, or back. What went elsewhere itself, say because it was acknowledged, leaves them where it was. */
export function movedBy(place: Place, keys: Keys, step: 1 | -1): Place {
  const { key, index, among } = place;
  const start = among.indexOf(key);
  const neighbour = (towards: 1 | -1): number | undefined => {
    if (key === undefined) return undefined;
    for (let at = start + towards; at >= 0 && at < among.length; at += towards) {
      const found = among[at] === undefined ? -1 : keys.indexOf(among[at]);
      if (found >= 0) return found;
    }
    return undefined;
  };
  const [below, above] = [neighbour(1), neighbour(-1)];
  const wentAway = (below !== undefined && below < index) || (above !== undefined && above > index);
  const left = step === 1 ? below : above;
  return movedTo(place, keys, (wentAway ? left : undefined) ?? index + step);
}
