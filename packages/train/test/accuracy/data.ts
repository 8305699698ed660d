import { seededRandom } from "../../../segloss/test/conformance/random.ts";

/** Logits of three kinds of networks. */
export const KINDS = ["zeros", "uniform", "good"] as const;
export type Kind = (typeof KINDS)[number];

/** What a loss is measured on: arrays in the order [N, K, ...space]. */
export interface AccuracyData {
  readonly shape: readonly number[];
  readonly logits: Float32Array;
  /** One class index a pixel. */
  readonly labels: Uint8Array;
  /** Pixel weights between 0 and 1. */
  readonly weights: Float32Array;
}

/** Side of the square blocks that have one label. */
const BLOCK = 8;

/**
 * Blocks of labels, 3 in 10 of them foreground. Logits are all 0 (an untrained network), uniform in +-3, or those of a
 * good network: 8 for the true class and -8 for the others, with another class in its place at one pixel in a hundred.
 *
 * @param spread how far logits of a good network are from +-8; losses that rank have no one gradient where errors are equal
 */
export function accuracyData(shape: readonly number[], kind: Kind, spread = 0): AccuracyData {
  const [batch, channels, ...space] = shape;
  const pixels = space.reduce((a, b) => a * b, 1);
  const classes = Math.max(2, channels);
  const random = seededRandom(7);
  const labels = blocks(batch, pixels, space[space.length - 1], () =>
    random() < 0.7 ? 0 : 1 + Math.floor(random() * (classes - 1)),
  );
  const logits = new Float32Array(batch * channels * pixels);
  for (let pixel = 0; pixel < batch * pixels; pixel++) {
    const wrong = random() < 0.01;
    const told = wrong ? (labels[pixel] + 1 + Math.floor(random() * (classes - 1))) % classes : labels[pixel];
    const start = Math.floor(pixel / pixels) * channels * pixels + (pixel % pixels);
    for (let c = 0; c < channels; c++) {
      const logit = { zeros: 0, uniform: 6 * random() - 3, good: told === (channels === 1 ? 1 : c) ? 8 : -8 };
      logits[start + c * pixels] = logit[kind] + (kind === "good" ? spread * (2 * random() - 1) : 0);
    }
  }
  const weights = Float32Array.from(labels, () => (kind === "zeros" ? 0.1 : random()));
  return { shape, logits, labels, weights };
}

function blocks(batch: number, pixels: number, width: number, draw: () => number): Uint8Array {
  const drawn = new Map<number, number>();
  return Uint8Array.from({ length: batch * pixels }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    const block = Math.floor(row / BLOCK) * width + Math.floor(column / BLOCK);
    const label = drawn.get(block) ?? draw();
    drawn.set(block, label);
    return label;
  });
}
