import { random, shuffled } from "./random.ts";

/**
 * Chooses items in rounds: each group gives one that it has left, groups and their items in a random order that is always the same. So as many
 * groups as can be are among few items. The chosen ones keep their order.
 *
 * @param groups the group of each item
 * @param most default: all
 */
export function chooseGrouped<T>(
  items: readonly T[],
  groups: readonly string[],
  most: number = items.length,
): readonly T[] {
  if (most >= items.length) return items;
  const taken = new Map<string, number>();
  const rounds = shuffled([...items.keys()], random(0)).map((index) => {
    const round = taken.get(groups[index]) ?? 0;
    taken.set(groups[index], round + 1);
    return { index, round };
  });
  const chosen = rounds.sort((a, b) => a.round - b.round).slice(0, most);
  return chosen
    .map(({ index }) => index)
    .sort((a, b) => a - b)
    .map((index) => items[index]);
}
