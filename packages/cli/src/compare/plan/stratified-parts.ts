import { type Random, shuffled } from "../../data/random.ts";

/** What a split keeps together, and what it should have of on every side. */
export interface Unit {
  readonly images: number;
  /** Classes that occur in it. */
  readonly classes: readonly number[];
}

/**
 * Divides units over parts of given shares, so that every part has its share of the units of each class: the rarest class first, each of its units to
 * the part that lacks it most (iterative stratification: Sechidis, Tsoumakas and Vlahavas, 2011).
 *
 * @param shares of the parts, adding up to 1
 * @returns the part of each unit; no part is empty where there are at least as many units
 */
export function stratifiedParts(units: readonly Unit[], shares: readonly number[], random: Random): number[] {
  const partOf = new Array<number>(units.length).fill(-1);
  const classes = [...new Set(units.flatMap((unit) => unit.classes))].sort((a, b) => a - b);
  const having = (c: number) => units.map((_, u) => u).filter((u) => units[u].classes.includes(c));
  const wanted = new Map(classes.map((c) => [c, shares.map((share) => share * having(c).length)]));
  const room = shares.map((share) => share * units.reduce((sum, unit) => sum + unit.images, 0));
  const order = shuffled(
    units.map((_, u) => u),
    random,
  );
  const rarestFirst = [...classes].sort((a, b) => having(a).length - having(b).length || a - b);
  for (const c of rarestFirst)
    for (const u of order) if (partOf[u] < 0 && units[u].classes.includes(c)) place(u, wanted.get(c)!);
  for (const u of order) if (partOf[u] < 0) place(u, room);
  return partOf;

  function place(u: number, lacking: readonly number[]): void {
    const part = neediest(lacking);
    partOf[u] = part;
    room[part] -= units[u].images;
    for (const c of units[u].classes) wanted.get(c)![part] -= 1;
  }

  /** The part that lacks most; equal ones by room; an empty part before all once no more units are left than parts to fill. */
  function neediest(lacking: readonly number[]): number {
    const left = partOf.filter((part) => part < 0).length;
    const empty = shares.map((_, part) => part).filter((part) => !partOf.includes(part));
    const open = empty.length >= left && empty.length > 0 ? empty : shares.map((_, part) => part);
    return open.reduce((a, b) => {
      const gap = lacking[b] - lacking[a];
      return gap > 1e-9 || (gap > -1e-9 && room[b] > room[a] + 1e-9) ? b : a;
    });
  }
}
