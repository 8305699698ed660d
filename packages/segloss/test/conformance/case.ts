import type { CompileOptions, FloatArray, IndexArray, StepInputs } from "segloss";
import { below, seededRandom } from "./random.ts";

/** One input that every engine runs every loss on. All numbers are float32, so every engine gets the same ones. */
export interface Case {
  readonly name: string;
  readonly batch: number;
  readonly space: readonly number[];
  readonly channels: number;
  readonly layout: "channels-last" | "channels-first";
  readonly link: "sigmoid" | "softmax" | "none";
  readonly logits: FloatArray;
  readonly targets: IndexArray | FloatArray;
  readonly ignore: readonly number[];
  readonly weights?: FloatArray;
  readonly mask?: Uint8Array;
  readonly instances: Int32Array;
  /** Equal errors: the value of a loss that ranks does not depend on their order, its gradient does. */
  readonly ties: boolean;
}

export interface CaseParts {
  readonly batch?: number;
  readonly space?: readonly number[];
  readonly channels?: number;
  readonly layout?: Case["layout"];
  readonly link?: Case["link"];
  readonly seed?: number;
  /** Logit (or probability) k of the batch. */
  logit?(random: () => number, k: number): number;
  /** Label of pixel i of image n; soft targets when `soft` is given instead. */
  label?(random: () => number, i: number, n: number): number;
  /** Soft targets of one pixel, one value per channel. */
  soft?(random: () => number, channels: number): number[];
  readonly ignore?: readonly number[];
  weight?(random: () => number): number;
  masked?(random: () => number, i: number, n: number): boolean;
  readonly ties?: boolean;
}

const aroundZero = (random: () => number): number => 5 * random() - 2.5;

/** Builds a case from its parts; everything else is random from the seed. */
export function makeCase(name: string, parts: CaseParts): Case {
  const { batch = 2, space = [3, 4], channels = 1, layout = "channels-last", seed = 1, ignore = [] } = parts;
  const random = seededRandom(seed * 7919 + channels);
  const perImage = space.reduce((a, b) => a * b, 1);
  const pixels = batch * perImage;
  const logit = parts.logit ?? aroundZero;
  const over = <T>(make: (i: number, n: number) => T): T[] =>
    Array.from({ length: pixels }, (_, k) => make(k % perImage, Math.floor(k / perImage)));
  const logits = Float32Array.from({ length: pixels * channels }, (_, k) => logit(random, k));
  const label = parts.label ?? ((r: () => number) => below(Math.max(2, channels), r));
  const soft = parts.soft;
  const targets = soft
    ? softTargets(
        over(() => soft(random, channels)),
        { batch, perImage, channels, layout },
      )
    : Uint8Array.from(over((i, n) => label(random, i, n)));
  return {
    name,
    ...{ batch, space, channels, layout, ignore, logits, targets },
    link: parts.link ?? (channels === 1 ? "sigmoid" : "softmax"),
    ...(parts.weight && { weights: Float32Array.from(over(() => parts.weight?.(random) ?? 1)) }),
    ...(parts.masked && { mask: Uint8Array.from(over((i, n) => (parts.masked?.(random, i, n) ? 0 : 1))) }),
    instances: Int32Array.from(over(() => Math.max(0, below(5, random) - 1))),
    ties: parts.ties ?? false,
  };
}

function softTargets(
  rows: readonly (readonly number[])[],
  size: { batch: number; perImage: number; channels: number; layout: Case["layout"] },
): Float32Array {
  const out = new Float32Array(rows.length * size.channels);
  rows.forEach((row, pixel) => {
    row.forEach((y, c) => {
      out[valueAt(size, Math.floor(pixel / size.perImage), pixel % size.perImage, c)] = y;
    });
  });
  return out;
}

/** Where the value of pixel i of image n and channel c stands in an array of the logits' shape. */
export function valueAt(
  { perImage, channels, layout }: { perImage: number; channels: number; layout: Case["layout"] },
  n: number,
  i: number,
  c: number,
): number {
  return layout === "channels-last" ? (n * perImage + i) * channels + c : (n * channels + c) * perImage + i;
}

export function pixelsPerImage({ space }: Case): number {
  return space.reduce((a, b) => a * b, 1);
}

/** What `compile` is asked for. */
export function compileOptions(c: Case): CompileOptions {
  const { batch, space, channels, layout, link } = c;
  return {
    shape: layout === "channels-last" ? [batch, ...space, channels] : [batch, channels, ...space],
    layout,
    link,
    targets: c.targets instanceof Float32Array || c.targets instanceof Float64Array ? "soft" : "indices",
    weights: c.weights !== undefined,
    mask: c.mask !== undefined,
    ignore: c.ignore,
  };
}

/** How much of the training is done in every case. */
export const PROGRESS = 0.375;

/** What `run` is given; `logits` replaces those of the case. */
export function stepInputs(c: Case, gradient?: FloatArray, logits: FloatArray = c.logits): StepInputs {
  return {
    logits,
    targets: c.targets,
    instances: c.instances,
    progress: PROGRESS,
    ...(c.weights && { weights: c.weights }),
    ...(c.mask && { mask: c.mask }),
    ...(gradient && { gradient }),
  };
}
