import type { Pair } from "./pairs.ts";
import { random, shuffled } from "./random.ts";

/**
 * Chooses pairs in rounds: each group gives one that it has left, groups and their pairs in a random order that is always the same. So as many
 * groups as can be are among few pairs. The chosen ones keep their order.
 */
export function chooseGrouped(
  most: number,
  groupOf: (stem: string) => string,
): (pairs: readonly Pair[]) => readonly Pair[] {
  return (pairs) => {
    const groups = new Map<string, Pair[]>();
    for (const pair of shuffled(pairs, random(0))) {
      const group = groupOf(pair.stem);
      groups.set(group, [...(groups.get(group) ?? []), pair]);
    }
    const rounds = [...groups.values()].flatMap((group) => group.map((pair, round) => ({ pair, round })));
    const chosen = new Set(
      rounds
        .sort((a, b) => a.round - b.round)
        .slice(0, most)
        .map(({ pair }) => pair),
    );
    return pairs.filter((pair) => chosen.has(pair));
  };
}
