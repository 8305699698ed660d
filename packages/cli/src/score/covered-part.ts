import type { LabelArray } from "segloss/fields";

/** A part of two label maps of one grid. */
export interface MapPart {
  readonly predicted: LabelArray;
  readonly truth: LabelArray;
  readonly shape: readonly number[];
}

/** First place along an axis and the one after the last. */
type Extent = readonly [first: number, end: number];

/** The least part outside of which both maps are 0; one pixel where they are 0 everywhere. */
export function coveredPart(predicted: LabelArray, truth: LabelArray, shape: readonly number[]): MapPart {
  const sizes = [1, 1, ...shape].slice(-3);
  const boxes = [predicted, truth].flatMap((map) => coveredBox(map, sizes) ?? []);
  const box = ([0, 1, 2] as const).map((axis): Extent => {
    if (boxes.length === 0) return [0, 1];
    return [Math.min(...boxes.map((one) => one[axis][0])), Math.max(...boxes.map((one) => one[axis][1]))];
  });
  return {
    predicted: cut(predicted, box, sizes),
    truth: cut(truth, box, sizes),
    shape: box.map(([first, end]) => end - first).slice(-shape.length),
  };
}

type Box = readonly [z: Extent, y: Extent, x: Extent];

/** Where a map is not 0; nothing where it is 0 everywhere. */
function coveredBox(map: LabelArray, [depth, height, width]: readonly number[]): [Box] | undefined {
  const isEmpty = emptyRows(map, width);
  let [z0, z1, y0, y1, x0, x1] = [depth, 0, height, 0, width, 0];
  for (let row = 0; row < depth * height; row++) {
    if (isEmpty(row)) continue;
    const [z, y, from] = [Math.floor(row / height), row % height, row * width];
    if (z < z0) z0 = z;
    z1 = z + 1;
    if (y < y0) y0 = y;
    if (y >= y1) y1 = y + 1;
    for (let x = 0; x < x0; x++) if (map[from + x] !== 0) x0 = x;
    for (let x = width - 1; x >= x1; x--) if (map[from + x] !== 0) x1 = x + 1;
  }
  if (z1 === 0) return undefined;
  return [
    [
      [z0, z1],
      [y0, y1],
      [x0, x1],
    ],
  ];
}

/** Whether a row is all 0. Where rows begin at words they are looked at word by word, since most of a volume is background. */
function emptyRows(map: LabelArray, width: number): (row: number) => boolean {
  const { buffer, byteOffset, byteLength } = map;
  const rowBytes = width * map.BYTES_PER_ELEMENT;
  const isWhole = byteOffset % 4 === 0 && rowBytes % 4 === 0;
  const values = isWhole ? new Int32Array(buffer, byteOffset, byteLength / 4) : map;
  const length = isWhole ? rowBytes / 4 : width;
  return (row) => isZero(values, row * length, (row + 1) * length);
}

function isZero(values: LabelArray, from: number, end: number): boolean {
  let i = from;
  for (; i + 4 <= end; i += 4)
    if ((values[i] | values[i + 1] | values[i + 2] | values[i + 3]) !== 0) return false;
  for (; i < end; i++) if (values[i] !== 0) return false;
  return true;
}

function cut(
  map: LabelArray,
  [z, y, x]: readonly Extent[],
  [, height, width]: readonly number[],
): LabelArray {
  const [rows, columns] = [y[1] - y[0], x[1] - x[0]];
  const part = new (map.constructor as new (length: number) => LabelArray)((z[1] - z[0]) * rows * columns);
  for (let k = z[0], to = 0; k < z[1]; k++)
    for (let j = y[0]; j < y[1]; j++, to += columns) {
      const row = (k * height + j) * width;
      part.set(map.subarray(row + x[0], row + x[1]), to);
    }
  return part;
}
