import { type DataSet, random, type Sample } from "../../src/data/index.ts";

export const SIZE = 16;

/** Six small images with a bright square each on dark ground: something that is learnt in a few steps. */
export function smallSet(
  options: { classes?: number; ignore?: number; instances?: boolean; count?: number } = {},
): DataSet {
  const { classes = 2, ignore, instances = false, count = 6 } = options;
  const images = Array.from({ length: count }, (_, index) => square(index, classes, ignore, instances));
  const names = ["background", "square", "corner", "other"].slice(0, classes);
  const set: DataSet = { name: "squares", classes: names, channels: 1, images, notes: [] };
  return ignore === undefined ? set : { ...set, ignore };
}

function square(index: number, classes: number, ignore: number | undefined, instances: boolean): Sample {
  const source = random(7, index);
  const [left, top] = [source.integer(9), source.integer(9)];
  const mask = new Uint8Array(SIZE * SIZE);
  const image = new Float32Array(SIZE * SIZE);
  for (let i = 0; i < mask.length; i++) {
    const [x, y] = [(i % SIZE) - left, Math.floor(i / SIZE) - top];
    const inside = x >= 0 && x < 6 && y >= 0 && y < 6;
    const corner = inside && classes > 2 && x < 3 && y < 3;
    mask[i] = corner ? 2 : inside ? 1 : 0;
    image[i] = mask[i] / (classes - 1) + 0.1 * source.normal();
    if (ignore !== undefined && i % SIZE === 0) mask[i] = ignore;
  }
  const name = `square-${index}`;
  const sample: Sample = { name, width: SIZE, height: SIZE, image, mask, group: name };
  return instances ? { ...sample, instances: mask.map((label) => (label === ignore ? 0 : label)) } : sample;
}

/** Settings under which a training takes a fraction of a second. */
export const QUICK = { size: SIZE, batch: 2, width: 4, depth: 2, learningRate: 1e-2 } as const;
