import { assignment } from "./assignment.ts";
import type { ObjectPair } from "./instance-overlaps.ts";

/**
 * Pairs in which no object is twice, of the greatest gain in all.
 *
 * @param gain of a pair, above 0, given the most pairs that there can be where it is chosen
 */
export function pairedObjects(
  candidates: readonly ObjectPair[],
  gain: (pair: ObjectPair, pairs: number) => number,
): ObjectPair[] {
  return groups(candidates).flatMap((group) => pairedInGroup(group, gain));
}

/** Candidates in parts that share no object, each of which is matched on its own: objects overlap few others. */
function groups(candidates: readonly ObjectPair[]): ObjectPair[][] {
  const ofObject = new Map<string, ObjectPair[]>();
  for (const pair of candidates) {
    const keys = [`p${pair.predicted}`, `t${pair.truth}`];
    const [a = [], b = []] = keys.map((key) => ofObject.get(key));
    const joined = a === b ? a : a.concat(b);
    joined.push(pair);
    for (const { predicted, truth } of joined) {
      ofObject.set(`p${predicted}`, joined);
      ofObject.set(`t${truth}`, joined);
    }
  }
  return [...new Set(ofObject.values())];
}

function pairedInGroup(
  group: readonly ObjectPair[],
  gain: (pair: ObjectPair, pairs: number) => number,
): ObjectPair[] {
  const rows = [...new Set(group.map(({ predicted }) => predicted))];
  const columns = [...new Set(group.map(({ truth }) => truth))];
  const pairs = new Map(group.map((pair) => [`${pair.predicted} ${pair.truth}`, pair]));
  const cost = (pair: ObjectPair | undefined) => (pair ? -gain(pair, rows.length) : 0);
  // Columns after the objects are for rows that stay without.
  const costs = rows.map((row) => [
    ...columns.map((column) => cost(pairs.get(`${row} ${column}`))),
    ...rows.map(() => 0),
  ]);
  return assignment(costs).flatMap((column, row) => pairs.get(`${rows[row]} ${columns[column]}`) ?? []);
}
