import type { ImageEvidence } from "../../src/compare/protocol/trial.ts";
import type { Random } from "../../src/data/random.ts";

/** How a loss behaves: its mean Dice, how far it prefers recall to precision, and how far its confidence is too high. */
export interface Behaviour {
  readonly dice: number;
  readonly recallBias: number;
  readonly overconfidence: number;
}

export interface MadeImage {
  readonly width: number;
  readonly height: number;
  /** Pixels of each class in the truth. */
  readonly truth: readonly number[];
  readonly difficulty: number;
}

/** A prediction of an image with about the Dice of the loss: counts, distances, objects and bins that fit each other. */
export function madeEvidence(
  image: number,
  made: MadeImage,
  behaviour: Behaviour,
  run: number,
  random: Random,
): ImageEvidence {
  const dice = made.truth.map((_, c) =>
    within(
      c === 0 ? 0.97 : behaviour.dice - 0.07 * (c - 1) + made.difficulty + run + 0.02 * random.normal(),
      0.01,
      0.995,
    ),
  );
  const counts = dice.map((d, c) => countsOf(made.truth[c], d, behaviour.recallBias));
  const has = (value: (c: number) => number) =>
    made.truth.map((pixels, c) => (pixels === 0 ? null : value(c)));
  const foreground = dice[1];
  const bins = madeBins(made.width * made.height, behaviour.overconfidence, foreground);
  return {
    image,
    ...{ tp: counts.map(([tp]) => tp), fp: counts.map(([, fp]) => fp), fn: counts.map(([, , fn]) => fn) },
    hd95: has((c) => 40 * (1 - dice[c])),
    nsd: has((c) => within(dice[c] + 0.05, 0, 1)),
    boundaryIou: has((c) => within(dice[c] - 0.2, 0, 1)),
    clDice: made.truth.map((pixels, c) => (c === 1 && pixels > 0 ? within(dice[c] + 0.02, 0, 1) : null)),
    ...{ pq: within(foreground - 0.15, 0, 1), ap: within(foreground - 0.25, 0, 1) },
    ece: eceOf(bins),
    bins,
  };
}

/** Counts whose Dice is `dice` and whose recall is above its precision by about twice the bias. */
function countsOf(truth: number, dice: number, bias: number): [number, number, number] {
  if (truth === 0) return [0, Math.round(20 * (1 - dice)), 0];
  const recall = within(dice + bias, 0.01, 0.999);
  const precision = within((dice * recall) / (2 * recall - dice), 0.01, 0.999);
  const tp = Math.round(recall * truth);
  return [tp, Math.round((tp * (1 - precision)) / precision), truth - tp];
}

const BINS = 10;

function madeBins(pixels: number, overconfidence: number, dice: number): [number, number, number][] {
  return Array.from({ length: BINS }, (_, k) => {
    const share = k < 5 ? 0 : k === 9 ? 0.8 : 0.05;
    const confidence = (k + 0.5) / BINS;
    const right = within(confidence - overconfidence * (1 - dice), 0, 1);
    return [
      Math.round(share * pixels),
      Math.round(share * pixels) * confidence,
      Math.round(share * pixels * right),
    ];
  });
}

function eceOf(bins: readonly (readonly [number, number, number])[]): number {
  const pixels = bins.reduce((sum, [n]) => sum + n, 0);
  return bins.reduce((sum, [, confidence, right]) => sum + Math.abs(confidence - right), 0) / pixels;
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
