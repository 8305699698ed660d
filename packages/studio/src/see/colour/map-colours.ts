import type { Palette, Rgb } from "./palette.ts";

/** Steps from the middle to an end: so many that the root of the first is no edge to the eye. */
const SLOPES = 4095;
/** Steps of other ramps. */
const STEPS = 255;

/**
 * Colours of slopes from -1 to 1, as words of an ImageData: 2 SLOPES + 1 of them. Strength goes with the root, so that many
 * small slopes are seen beside few large ones.
 */
export function slopeColours({ falls, middle, rises }: Palette): Uint32Array {
  return Uint32Array.from({ length: 2 * SLOPES + 1 }, (_, i) => {
    const slope = (i - SLOPES) / SLOPES;
    // Descending lowers p where the slope is positive.
    return word(mixed(middle, slope > 0 ? falls : rises, Math.sqrt(Math.abs(slope))));
  });
}

/** Colours of values from 0 to 1. */
export function rampColours(from: Rgb, to: Rgb): Uint32Array {
  return Uint32Array.from({ length: STEPS + 1 }, (_, i) => word(mixed(from, to, i / STEPS)));
}

export function mixed(a: Rgb, b: Rgb, share: number): Rgb {
  const between = (k: 0 | 1 | 2): number => Math.round(a[k] + share * (b[k] - a[k]));
  return [between(0), between(1), between(2)];
}

/** A colour as the four bytes of a pixel, on a machine whose lowest byte comes first. */
export function word([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

export interface MapOptions {
  /** Colours that `slopeColours` made. */
  readonly colours: Uint32Array;
  /** Slope at full strength. */
  readonly largest: number;
  /** Class of several that is shown. */
  readonly channel: number;
  readonly channels: number;
}

/** Draws a gradient; what is beyond the scale has full strength. */
export function drawSlopes(into: Uint32Array, gradient: Float32Array, options: MapOptions): void {
  const { colours, largest, channel, channels } = options;
  const middle = (colours.length - 1) / 2;
  const scale = largest > 0 ? middle / largest : 0;
  for (let i = 0, at = channel; i < into.length; i++, at += channels) {
    const step = gradient[at] * scale;
    const place = step > middle ? middle : step < -middle ? -middle : step;
    into[i] = colours[(place + middle + 0.5) | 0];
  }
}

/** Draws only the pixels whose size is at least `leading`, the others in the colour of the middle. */
export function drawLeaders(
  into: Uint32Array,
  gradient: Float32Array,
  sizes: Float32Array,
  options: MapOptions & { readonly leading: number },
): void {
  const { colours, channel, channels, leading } = options;
  const last = colours.length - 1;
  for (let i = 0, at = channel; i < into.length; i++, at += channels) {
    const slope = gradient[at];
    into[i] = colours[sizes[i] < leading || slope === 0 ? last / 2 : slope > 0 ? last : 0];
  }
}

/** Draws values from 0 to `largest`. */
export function drawValues(
  into: Uint32Array,
  values: ArrayLike<number>,
  colours: Uint32Array,
  largest: number,
): void {
  const last = colours.length - 1;
  for (let i = 0; i < into.length; i++)
    into[i] = colours[Math.min(last, Math.max(0, Math.round((values[i] / largest) * last)))];
}
