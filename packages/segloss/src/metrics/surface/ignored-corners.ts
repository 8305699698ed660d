/**
 * What a cell of four or eight pixels can be where some of them are ignored: each of those takes the side of the known
 * pixels of the cell nearest to it, so that a contour goes straight on into what is ignored; where nearest ones disagree
 * there are both. Nothing begins at an ignored pixel: a cell whose known pixels agree stays without a contour.
 *
 * @param inside bits of the corners inside, corner x + 2y + 4z
 * @param ignored bits of the corners that are ignored; not all of them
 * @param corners 4 or 8
 * @returns the possible bits of the corners inside, each as good as the others
 */
export function possibleCells(inside: number, ignored: number, corners: number): number[] {
  let cells = [inside & ~ignored];
  for (let corner = 0; corner < corners; corner++) {
    if (((ignored >> corner) & 1) === 0) continue;
    const nearest = nearestKnown(corner, ignored, corners);
    const sides = new Set(nearest.map((known) => (inside >> known) & 1));
    cells = cells.flatMap((cell) => [...sides].map((side) => cell | (side << corner)));
  }
  return cells;
}

function nearestKnown(corner: number, ignored: number, corners: number): number[] {
  const known = [...Array(corners).keys()].filter((k) => ((ignored >> k) & 1) === 0);
  const least = Math.min(...known.map((k) => steps(k, corner)));
  return known.filter((k) => steps(k, corner) === least);
}

/** Along edges of the cell. */
function steps(a: number, b: number): number {
  const differ = a ^ b;
  return (differ & 1) + ((differ >> 1) & 1) + (differ >> 2);
}
