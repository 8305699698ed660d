import type { Pixel } from "./pixels.ts";
import { averageOverClasses, keptClasses, type Region, weightedMean, weightedSum } from "./region.ts";

/** Loss of one pixel and class. */
type PerClass = (pixel: Pixel, c: number) => number;

/** Mean over the pixels of a loss of each channel on its own, averaged over the channels. */
function independent(region: Region, of: PerClass): number {
  if (!region.policy.pooled) {
    return averageOverClasses(region, (c) => weightedMean(region, (pixel) => of(pixel, c)));
  }
  const classes = keptClasses(region);
  return classes.reduce((sum, c) => sum + weightedMean(region, (pixel) => of(pixel, c)), 0) / classes.length;
}

/** Mean over the pixels of the sum over classes, weighted by classWeights. */
function exclusive(region: Region, of: PerClass): number {
  return weightedMean(region, (pixel) => totalOf(region, (c) => of(pixel, c)));
}

function totalOf(region: Region, of: (c: number) => number): number {
  const weights = region.policy.classWeights;
  return keptClasses(region).reduce((sum, c) => sum + (weights?.[c] ?? 1) * of(c), 0);
}

export function crossEntropy(region: Region, { labelSmoothing = 0 }: { labelSmoothing?: number }): number {
  const parts = Math.max(2, region.channels);
  const smoothed: PerClass = (pixel, c) =>
    (1 - labelSmoothing) * pixel.y[c] + labelSmoothing / (region.exclusive ? parts : 2);
  if (!region.exclusive) {
    return independent(
      region,
      (pixel, c) => -smoothed(pixel, c) * pixel.logp[c] - (1 - smoothed(pixel, c)) * pixel.log1mp[c],
    );
  }
  const of: PerClass = (pixel, c) => -smoothed(pixel, c) * pixel.logp[c];
  if (!region.policy.normalize) return exclusive(region, of);
  const divisor = weightedSum(region, (pixel) => totalOf(region, (c) => pixel.y[c]));
  return divisor === 0 ? 0 : weightedSum(region, (pixel) => totalOf(region, (c) => of(pixel, c))) / divisor;
}

export function weightedCrossEntropy(region: Region, { beta = 1 }: { beta?: number }): number {
  if (!region.exclusive) {
    return independent(region, (x, c) => -beta * x.y[c] * x.logp[c] - (1 - x.y[c]) * x.log1mp[c]);
  }
  return exclusive(region, (x, c) => -(c === 0 ? 1 : beta) * x.y[c] * x.logp[c]);
}

export function balancedCrossEntropy(
  region: Region,
  { beta = "auto", clip = 1e-4 }: { beta?: number | "auto"; clip?: number },
): number {
  const weights = weightedSum(region, () => 1);
  const betaFor = (negative: (pixel: Pixel) => number): number => {
    if (beta !== "auto") return beta;
    const share = weights === 0 ? 0 : weightedSum(region, negative) / weights;
    return Math.min(1 - clip, Math.max(clip, share));
  };
  if (region.exclusive) {
    const onPositives = betaFor((x) => x.y[0]);
    return exclusive(region, (x, c) => -(c === 0 ? 1 - onPositives : onPositives) * x.y[c] * x.logp[c]);
  }
  const betas = Array.from({ length: region.channels }, (_, c) => betaFor((x) => 1 - x.y[c]));
  return independent(
    region,
    (x, c) => -betas[c] * x.y[c] * x.logp[c] - (1 - betas[c]) * (1 - x.y[c]) * x.log1mp[c],
  );
}

interface FocalOptions {
  readonly gamma?: number | readonly number[];
  readonly alpha?: number | readonly number[] | null;
}

export function focal(region: Region, { gamma = 2, alpha = null }: FocalOptions): number {
  const power = (c: number): number => (typeof gamma === "number" ? gamma : gamma[c]);
  const factor = (c: number, positive: boolean): number => {
    if (alpha === null) return 1;
    if (typeof alpha !== "number") return alpha[c];
    return positive ? alpha : 1 - alpha;
  };
  if (region.exclusive) {
    return exclusive(region, (x, c) => -factor(c, c > 0) * x.y[c] * x.q[c] ** power(c) * x.logp[c]);
  }
  return independent(
    region,
    (x, c) =>
      -factor(c, true) * x.y[c] * x.q[c] ** power(c) * x.logp[c] -
      factor(c, false) * (1 - x.y[c]) * x.p[c] ** power(c) * x.log1mp[c],
  );
}

interface DistanceOptions {
  readonly w0?: number;
  readonly sigma?: number;
  readonly cells?: "components" | "classes" | "instances";
  readonly form?: "weight" | "additive";
  readonly where?: "everywhere" | "background";
}

export function distanceCrossEntropy(region: Region, options: DistanceOptions): number {
  const { w0 = 10, sigma = 5, cells = "components", form = "weight", where = "everywhere" } = options;
  const near = (x: Pixel): number => {
    const { d1, sum } = x.gap(cells);
    return where === "background" && d1 === 0 ? 0 : w0 * Math.exp(-(sum ** 2) / (2 * sigma ** 2));
  };
  const weigh = (x: Pixel, entropy: number): number =>
    form === "weight" ? (1 + near(x)) * entropy : entropy + near(x);
  if (region.exclusive) {
    return weightedMean(region, (x) =>
      weigh(
        x,
        totalOf(region, (c) => -x.y[c] * x.logp[c]),
      ),
    );
  }
  return independent(region, (x, c) => weigh(x, -x.y[c] * x.logp[c] - (1 - x.y[c]) * x.log1mp[c]));
}
