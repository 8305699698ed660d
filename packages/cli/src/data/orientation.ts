/**
 * One of the eight ways to lay a square on itself, as bits: 1 mirrors left and right, 2 mirrors up and down, 4 then swaps rows
 * and columns. 0 changes nothing; 5 and 6 are the quarter turns.
 */
export type Orientation = number;

/** How many orientations keep the shape: 8 for a square, 4 (no quarter turns) otherwise. */
export function orientationCount(width: number, height: number): number {
  return width === height ? 8 : 4;
}

/** Source pixel of every target pixel, [height, width]; a quarter turn needs a square. */
export function orientedIndices(width: number, height: number, orientation: Orientation): Int32Array {
  const indices = new Int32Array(width * height);
  const [mirrorX, mirrorY, swap] = [orientation & 1, orientation & 2, orientation & 4];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const column = swap ? y : x;
      const row = swap ? x : y;
      const sourceX = mirrorX ? width - 1 - column : column;
      const sourceY = mirrorY ? height - 1 - row : row;
      indices[y * width + x] = sourceY * width + sourceX;
    }
  }
  return indices;
}
