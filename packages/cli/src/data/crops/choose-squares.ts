/**
 * Chooses squares by the classes that they hold, the same each time. Each class gets an equal part of the choice, the one that the fewest squares
 * hold first: squares that hold it are added, evenly spread, until as many of the chosen ones do. What is then left to choose is spread evenly over
 * the others. So rare classes are seen, and more often than they occur.
 *
 * @param held classes of each square; a square without any is never chosen
 * @param most squares that may be chosen
 * @returns their numbers, ascending
 */
export function chooseSquares(held: readonly (readonly number[])[], classes: number, most: number): number[] {
  const all = [...held.keys()].filter((square) => held[square].length > 0);
  if (all.length <= most) return all;
  const chosen = new Set<number>();
  const add = (squares: readonly number[], count: number) => {
    const room = Math.min(count, most - chosen.size);
    const free = squares.filter((square) => !chosen.has(square));
    for (const square of evenly(free, room)) chosen.add(square);
  };
  const holders = Array.from({ length: classes }, (_, label) =>
    all.filter((square) => held[square].includes(label)),
  );
  const part = Math.max(1, Math.floor(most / classes));
  for (const squares of holders.sort((a, b) => a.length - b.length))
    add(squares, part - squares.filter((square) => chosen.has(square)).length);
  add(all, most - chosen.size);
  return [...chosen].sort((a, b) => a - b);
}

/** So many of the items, evenly spread. */
function evenly<T>(items: readonly T[], count: number): T[] {
  const wanted = Math.max(0, Math.min(count, items.length));
  return Array.from({ length: wanted }, (_, k) => items[Math.floor(((k + 0.5) * items.length) / wanted)]);
}
