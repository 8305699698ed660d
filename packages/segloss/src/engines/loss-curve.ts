import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { having } from "../door/kinds.ts";
import { linkOf } from "../losses/combine.ts";
import type { Loss } from "../losses/loss.ts";
import { readLoss } from "../losses/read-loss.ts";
import type { Engine } from "./engine.ts";
import { reference } from "./reference/reference.ts";

export interface LossCurveOptions {
  /** Share of the picture that is foreground, a disc in the middle: above 0 and below 1. Default 0.04. */
  readonly share?: number;
  /** Points of the curve, at least 2. Default 41. */
  readonly points?: number;
  /** Default: the float64 reference. */
  readonly engine?: Engine;
}

/** The loss where every pixel has probability `p` of its true class. */
export interface CurvePoint {
  readonly p: number;
  readonly value: number;
  /** Derivative of the value by p, all pixels together. */
  readonly slope: number;
}

const SIZE = 24;

const SHARE: Kind = {
  expected: "a number above 0 and below 1",
  fits: (x) => typeof x === "number" && x > 0 && x < 1,
};
const POINTS: Kind = {
  expected: "a whole number from 2 to 10000",
  fits: (x) => Number.isInteger(x) && (x as number) >= 2 && (x as number) <= 10_000,
};
const OPTIONS = { share: SHARE, points: POINTS, engine: having("an engine", "compile") };

/**
 * What a loss says of a disc as the probability of the true class goes from 0.01 to 0.99, everywhere at once: how steep it is
 * where the network is wrong, and whether it saturates. Losses whose value follows the share of the foreground (Dice, balanced
 * cross entropy) differ with `share`. The picture has 24 x 24 pixels, distances are in those; maps that a formula names are 1.
 *
 * @throws FormulaError for text with a mistake
 *
 * @example lossCurve("crossEntropy")[20] // { p: 0.5, value: 0.6931471805599453, slope: -2 }
 */
export function lossCurve(loss: Loss | string, options: LossCurveOptions = {}): CurvePoint[] {
  const read = readLoss(loss);
  checkOptions("lossCurve", options, OPTIONS);
  const { share = 0.04, points = 41, engine = reference() } = options;
  const targets = disc(share);
  const channels = linkOf(read) === "softmax" ? 2 : 1;
  const step = engine.compile(read, {
    shape: [1, SIZE, SIZE, channels],
    link: channels === 2 ? "softmax" : "sigmoid",
  });
  const maps = Object.fromEntries(step.plan.maps.map((name) => [name, new Float64Array(SIZE ** 2).fill(1)]));
  const gradient = new Float64Array(SIZE ** 2 * channels);
  const curve = Array.from({ length: points }, (_, k) => {
    const p = 0.01 + (0.98 * k) / (points - 1);
    const directions = ofTruth(targets, channels);
    const logits = directions.map((direction) => direction * Math.log(p / (1 - p)));
    const value = step.run({ logits, targets, instances: targets, maps, progress: 1, gradient });
    const alongLogit = gradient.reduce((sum, slope, i) => sum + slope * directions[i], 0);
    return { p, value, slope: alongLogit / (p * (1 - p)) };
  });
  step.dispose();
  return curve;
}

function disc(share: number): Uint8Array {
  const square = (share * SIZE ** 2) / Math.PI;
  return Uint8Array.from({ length: SIZE ** 2 }, (_, i) => {
    const [x, y] = [(i % SIZE) - (SIZE - 1) / 2, Math.floor(i / SIZE) - (SIZE - 1) / 2];
    return x * x + y * y < square ? 1 : 0;
  });
}

/** How logits move with the log odds of the true class; two channels share them. */
function ofTruth(targets: Uint8Array, channels: number): Float64Array {
  return Float64Array.from({ length: targets.length * channels }, (_, i) => {
    const label = targets[Math.floor(i / channels)];
    if (channels === 1) return label === 1 ? 1 : -1;
    return label === i % 2 ? 0.5 : -0.5;
  });
}
