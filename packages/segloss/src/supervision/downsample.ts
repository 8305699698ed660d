import { arrayKind } from "../door/array-kind.ts";
import { checkOptions } from "../door/check-options.ts";
import { type Kind, required } from "../door/kind.ts";
import { COUNT, choice, listOf } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";

/** Arrays with one value per pixel, or per pixel and channel. */
export type PixelArray = Float32Array | Float64Array | Uint8Array | Uint16Array | Int32Array;

export interface DownsampleOptions {
  readonly batch: number;
  /** Pixels along each axis before and after. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Values of a pixel. Default 1. */
  readonly channels?: number;
  readonly layout?: "channels-last" | "channels-first";
}

const OPTIONS: Readonly<Record<keyof DownsampleOptions, Kind>> = {
  batch: required(COUNT),
  from: required(listOf(COUNT, "a list of sizes in pixels")),
  to: required(listOf(COUNT, "a list of sizes in pixels")),
  channels: COUNT,
  layout: choice("channels-last", "channels-first"),
};

/**
 * The values of fewer pixels: each takes that of the pixel in which its centre lies, so labels stay labels. PyTorch calls
 * this "nearest-exact". [batch, ...from] to [batch, ...to], with channels as the layout has them.
 */
export function downsample<A extends PixelArray>(values: A, options: DownsampleOptions): A {
  checkOptions("downsample", options, OPTIONS);
  checkSizes(options);
  return downsampler(options)(values);
}

/** The same for many arrays of one size: where each pixel comes from is worked out once. */
export function downsampler(options: DownsampleOptions): <A extends PixelArray>(values: A) => A {
  const { batch, from, to, channels = 1, layout = "channels-last" } = options;
  const pixels = nearestPixels(from, to);
  const inImage = from.reduce((a, b) => a * b, 1);
  const [planes, together] = layout === "channels-last" ? [batch, channels] : [batch * channels, 1];
  const size = planes * inImage * together;
  return <A extends PixelArray>(values: A): A => {
    checkValues(values, size);
    const out = new (values.constructor as new (length: number) => A)(planes * pixels.length * together);
    let at = 0;
    for (let plane = 0; plane < planes; plane++) {
      for (const pixel of pixels) {
        const first = (plane * inImage + pixel) * together;
        for (let c = 0; c < together; c++) out[at++] = values[first + c];
      }
    }
    return out;
  };
}

function checkSizes({ from, to }: DownsampleOptions): void {
  if (from.length === to.length && to.every((n, axis) => n <= from[axis])) return;
  throw new Error(
    `downsample: to must have no more pixels than from along any axis, got from ${shown(from)} to ${shown(to)}.`,
  );
}

/** Soft targets in a plain list are as good as labels here: they are only picked. */
function checkValues(values: PixelArray, size: number): void {
  if (arrayKind(values) === null)
    throw new Error(`The values to downsample must be an array of numbers, got ${shown(values)}.`);
  if (values.length !== size)
    throw new Error(`The values to downsample must be ${size} in number, got ${values.length}.`);
}

/** Index of the pixel of the larger image that holds the centre of each pixel of the smaller one, row by row. */
function nearestPixels(from: readonly number[], to: readonly number[]): Int32Array {
  const along = to.map((n, axis) =>
    Array.from({ length: n }, (_, i) => Math.floor(((i + 0.5) * from[axis]) / n)),
  );
  const all = along.reduce<number[]>(
    (outer, inner, axis) => outer.flatMap((row) => inner.map((i) => row * from[axis] + i)),
    [0],
  );
  return Int32Array.from(all);
}
