import { type LinkName, type Loss, reference, type Step } from "segloss";

/** The loss of one pixel against its logit (or probability, without a link). */
export interface LossCurves {
  readonly x: readonly number[];
  readonly symbol: "z" | "p";
  /** For a pixel of the class. */
  readonly positive: readonly number[];
  /** For a pixel of another class. */
  readonly negative: readonly number[];
}

const POINTS = 145;
const RANGE = 6;
/** Where in a training losses are drawn that change with it. */
const HALF_WAY = 0.5;

/**
 * The curves of a loss that is a mean over pixels; undefined for others, whose pixels do not stand alone. The others show
 * themselves: two pixels together do not have the mean of their losses. Maps of the caller are 1.
 *
 * @throws Error where the loss has no value
 */
export function lossCurves(loss: Loss, link: LinkName, channels: number): LossCurves | undefined {
  const symbol = link === "none" ? "p" : "z";
  const compiled = new Map<number, Step>();
  const values = (pixels: Pixels) => {
    const step = compiled.get(pixels.length) ?? compile(loss, link, channels, pixels.length);
    compiled.set(pixels.length, step);
    return lossOf(loss, step, pixels);
  };
  if (!standAlone(values, symbol)) return undefined;
  const x = Array.from({ length: POINTS }, (_, i) => {
    const t = i / (POINTS - 1);
    return symbol === "z" ? RANGE * (2 * t - 1) : 0.002 + 0.996 * t;
  });
  return {
    x,
    symbol,
    positive: x.map((at) => values([[at, 1]])),
    negative: x.map((at) => values([[at, 0]])),
  };
}

/** Pairs of pixels (logit, label) that tell a mean over pixels from everything else. */
const PROBES = [
  [0.3, 1, 0.8, 0],
  [0.6, 1, 0.2, 1],
  [0.9, 0, 0.45, 0],
] as const;

function standAlone(values: (pixels: Pixels) => number, symbol: "z" | "p"): boolean {
  const at = (p: number) => (symbol === "p" ? p : Math.log(p / (1 - p)));
  return PROBES.every(([p, y, q, t]) => {
    const together = values([
      [at(p), y],
      [at(q), t],
    ]);
    const alone = (values([[at(p), y]]) + values([[at(q), t]])) / 2;
    return Math.abs(together - alone) <= 1e-9 * Math.max(1, Math.abs(alone));
  });
}

/** Logit (or probability) and label of some pixels. */
type Pixels = readonly (readonly [number, number])[];

function compile(loss: Loss, link: LinkName, channels: number, pixels: number): Step {
  return reference().compile(loss, { shape: [1, pixels, channels], link });
}

/** Several channels: the logit of class 1, the others being 0 (or sharing what is left of 1). */
function lossOf(loss: Loss, step: Step, pixels: Pixels): number {
  const { link, channels } = step.plan.setting;
  const logits = pixels.flatMap(([at]) => {
    const other = link === "none" ? (1 - at) / Math.max(1, channels - 1) : 0;
    return channels === 1 ? [at] : Array.from({ length: channels }, (_, c) => (c === 1 ? at : other));
  });
  return step.run({
    logits: Float64Array.from(logits),
    targets: Uint8Array.from(pixels, ([, label]) => label),
    progress: HALF_WAY,
    maps: Object.fromEntries(
      loss.terms.flatMap(({ maps }) => maps).map((name) => [name, new Float32Array(pixels.length).fill(1)]),
    ),
    ...(needsInstances(loss) && { instances: new Uint8Array(pixels.length) }),
  });
}

function needsInstances(loss: Loss): boolean {
  return loss.terms.some(
    ({ fields }) => fields !== null && "cells" in fields && fields.cells === "instances",
  );
}
