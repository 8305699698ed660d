/** Run lengths of a mask, column by column from the upper left, zeros first, as COCO stores them. */
export interface CocoRle {
  /** Height, width. */
  readonly size: readonly [number, number];
  /** Lengths, or the text of LEB128-like digits that pycocotools makes of them. */
  readonly counts: readonly number[] | string;
}

/**
 * Lengths of runs in turn.
 *
 * @throws Error unless the runs are whole numbers whose sum is the number of pixels
 */
export function cocoRuns({ size: [height, width], counts }: CocoRle): readonly number[] {
  const runs = typeof counts === "string" ? runsOf(counts) : counts;
  const sum = runs.reduce((all, run) => all + run, 0);
  if (sum !== height * width || runs.some((run) => !(Number.isInteger(run) && run >= 0)))
    throw new Error(
      `run lengths add up to ${sum} pixels, expected ${height} x ${width} = ${height * width}${arePairs(counts, height * width) ? PAIRS : ""}`,
    );
  return runs;
}

const PAIRS =
  "; they look like pairs of a start and a length, row by row, which return_coco_annotation of transformers 5 writes: make run lengths of its masks with pycocotools";

/** Whether a list is one of two starts or more, from 1, each with the length that follows it, and pixels between one run and the next. */
function arePairs(counts: CocoRle["counts"], pixels: number): boolean {
  if (typeof counts === "string" || counts.length < 4 || counts.length % 2 === 1) return false;
  const isOne = (value: number, k: number) => {
    const least = k > 0 && k % 2 === 0 ? counts[k - 2] + counts[k - 1] + 1 : 1;
    return Number.isInteger(value) && value >= least;
  };
  return counts.every(isOne) && counts.at(-2)! + counts.at(-1)! - 1 <= pixels;
}

/**
 * The mask of run lengths, row-major.
 *
 * @throws Error unless the runs are whole numbers whose sum is the number of pixels
 */
export function decodeCocoRle(rle: CocoRle): Uint8Array {
  const [height, width] = rle.size;
  const runs = cocoRuns(rle);
  const mask = new Uint8Array(height * width);
  let at = 0;
  runs.forEach((run, k) => {
    if (k % 2 === 1)
      for (let i = at; i < at + run; i++) mask[(i % height) * width + Math.floor(i / height)] = 1;
    at += run;
  });
  return mask;
}

/** Run lengths of a mask, row-major; every value but 0 is inside. */
export function encodeCocoRle(mask: ArrayLike<number>, height: number, width: number): number[] {
  const runs: number[] = [];
  let [inside, run] = [false, 0];
  for (let x = 0; x < width; x++)
    for (let y = 0; y < height; y++) {
      if ((mask[y * width + x] !== 0) !== inside) {
        runs.push(run);
        [inside, run] = [!inside, 0];
      }
      run++;
    }
  return [...runs, run];
}

/**
 * The compressed form: from the fourth run on the difference to the run before the last, five bits a character, low ones first, 48 added;
 * bit 32 says that more follow, bit 16 of the last is the sign.
 */
export function cocoRleText(runs: readonly number[]): string {
  let text = "";
  runs.forEach((run, k) => {
    let rest = k > 2 ? run - runs[k - 2] : run;
    for (;;) {
      const bits = rest & 31;
      rest >>= 5;
      const done = bits & 16 ? rest === -1 : rest === 0;
      text += String.fromCharCode((done ? bits : bits | 32) + 48);
      if (done) return;
    }
  });
  return text;
}

function runsOf(text: string): number[] {
  const runs: number[] = [];
  let [value, shift] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at) - 48;
    if (!(code >= 0 && code < 64) || shift > 30)
      throw new Error("its compressed run lengths hold a character that is none");
    value += (code & 31) * 2 ** shift;
    shift += 5;
    if (code & 32) continue;
    if (code & 16) value -= 2 ** shift;
    runs.push(runs.length > 2 ? value + runs[runs.length - 2] : value);
    [value, shift] = [0, 0];
  }
  if (shift > 0) throw new Error("its compressed run lengths end in the middle of a number");
  return runs;
}
