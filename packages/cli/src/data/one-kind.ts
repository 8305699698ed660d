import type { DataProblem } from "./data-problem.ts";
import type { ShelvedPair } from "./shelve-pair.ts";

/**
 * Images with as many channels as most have, and a line about each of the others. Gray and colour may be mixed: gray is repeated.
 */
export function oneKind(reads: readonly ShelvedPair[]): {
  readonly kept: readonly ShelvedPair[];
  readonly odd: readonly DataProblem[];
} {
  const hasColour = reads.some(({ pixels }) => pixels.channels === 3);
  const kindOf = ({ pixels }: ShelvedPair) => (hasColour && pixels.channels === 1 ? 3 : pixels.channels);
  const counts = new Map<number, number>();
  for (const read of reads) counts.set(kindOf(read), (counts.get(kindOf(read)) ?? 0) + 1);
  const [usual] = [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0] ?? [];
  const others = reads.filter((read) => kindOf(read) !== usual);
  return {
    kept: reads.filter((read) => kindOf(read) === usual),
    odd: others.map(({ pair, pixels }) => ({
      file: pair.image,
      message: `${pair.image}: it has ${pixels.channels} channels where others have ${usual}; convert them to one kind`,
    })),
  };
}
