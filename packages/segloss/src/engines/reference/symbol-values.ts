import { liveNameOf } from "../../plan/live-parameters.ts";
import type { Plan } from "../../plan/plan.ts";
import { pixelsPerImage } from "../../plan/setting.ts";
import type { FloatArray, StepInputs } from "../engine.ts";
import { valueIndex } from "../pixel-order.ts";
import { harmlessInput } from "../valid-pixels.ts";

/** The data of one call, checked. */
export interface RunData {
  readonly plan: Plan;
  readonly inputs: StepInputs;
  readonly valid: Uint8Array;
  readonly fields: Readonly<Record<string, Float64Array>>;
  /** The gradient so far, in the order of the logits; null when it is not wanted. */
  readonly gradient: Float64Array | null;
}

/** Images `first` to `last` (not included), and the region's share of the average. */
export interface Region {
  readonly first: number;
  readonly last: number;
  readonly share: number;
}

/** Values of a symbol of the plan over the pixels of a region, laid out as `evaluate` expects them. */
export function symbolValues(name: string, region: Region, data: RunData, pixels: number): Float64Array {
  const { plan, inputs, valid, fields } = data;
  const { setting } = plan;
  const start = region.first * pixelsPerImage(setting);
  const perPixel = (at: (i: number) => number): Float64Array =>
    Float64Array.from({ length: pixels }, (_, i) => at(start + i));
  switch (name) {
    case "z":
      return perChannel(
        region,
        data,
        pixels,
        setting.link === "none" ? unit(inputs.logits) : inputs.logits,
        harmlessInput(setting.link),
      );
    case "ysoft":
      return perChannel(region, data, pixels, unit(inputs.targets as FloatArray), 0);
    case "y":
      return oneHot(region, data, pixels);
    case "v":
      return perPixel((i) => valid[i]);
    case "w":
      return perPixel((i) => (valid[i] ? (inputs.weights?.[i] ?? 1) : 0));
    case "pixelCount":
      return Float64Array.of(pixels);
    case "classCount":
      return Float64Array.of(setting.channels);
    case "progress":
      return Float64Array.of(inputs.progress as number);
    case "regionShare":
      return Float64Array.of(region.share);
    default: {
      const live = liveNameOf(name);
      if (live !== undefined) return Float64Array.of((inputs.parameters as Record<string, number>)[live]);
      const ofClasses = plan.classFields.some((field) => field.name === name);
      if (ofClasses)
        return fields[name].subarray(start * setting.channels, (start + pixels) * setting.channels);
      const map = Object.hasOwn(fields, name)
        ? fields[name]
        : (inputs.maps as Record<string, FloatArray>)[name];
      return perPixel((i) => (valid[i] ? map[i] : 0));
    }
  }
}

/** What rounds to 0 or 1 in single precision is taken for that: see `checkInputs`. */
function unit(values: FloatArray): FloatArray {
  return values instanceof Float64Array ? values.map((x) => Math.min(Math.max(x, 0), 1)) : values;
}

/** Values of every channel; pixels that are left out get one that no formula stumbles over. */
function perChannel(
  region: Region,
  { plan, valid }: RunData,
  pixels: number,
  values: FloatArray,
  leftOut: number,
): Float64Array {
  const { channels } = plan.setting;
  const start = region.first * pixelsPerImage(plan.setting);
  const index = valueIndex(plan.setting);
  const inImage = pixelsPerImage(plan.setting);
  const out = new Float64Array(pixels * channels);
  for (let i = 0, k = 0; i < pixels; i++) {
    const n = region.first + Math.floor(i / inImage);
    for (let c = 0; c < channels; c++, k++)
      out[k] = valid[start + i] ? values[index(n, i % inImage, c)] : leftOut;
  }
  return out;
}

/** One channel: the label is the target. Several: 1 for the labelled class; an ignored pixel has none. */
function oneHot(region: Region, { plan, inputs, valid }: RunData, pixels: number): Float64Array {
  const { channels } = plan.setting;
  const start = region.first * pixelsPerImage(plan.setting);
  const out = new Float64Array(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    if (!valid[start + i]) continue;
    const label = inputs.targets[start + i];
    if (channels === 1) out[i] = label;
    else out[i * channels + label] = 1;
  }
  return out;
}
