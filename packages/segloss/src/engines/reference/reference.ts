import type { Expression } from "../../formula/expression.ts";
import type { Loss } from "../../losses/loss.ts";
import { expand } from "../../plan/expand.ts";
import { makePlan, type Plan, type Scope } from "../../plan/plan.ts";
import { pixelsPerImage } from "../../plan/setting.ts";
import { checkInputs } from "../check-inputs.ts";
import type { CompileOptions, Engine, FloatArray, Step, StepInputs } from "../engine.ts";
import { makeFields } from "../make-fields.ts";
import { valueIndex } from "../pixel-order.ts";
import { readOptions } from "../read-options.ts";
import { validPixels } from "../valid-pixels.ts";
import { evaluate, strides } from "./evaluate.ts";

/**
 * The float64 engine: slow, obvious, small, and the oracle of every other engine. It evaluates the expressions of the
 * plan as they stand, region by region.
 */
export function reference(): Engine {
  return {
    name: "reference",
    compile: (loss, options) => compile(loss, options),
    dispose: () => {},
  };
}

function compile(loss: Loss, options: CompileOptions): Step {
  const plan = makePlan(loss, readOptions(options));
  const scopes = plan.scopes.map((scope) => ({
    ...scope,
    value: expand(scope.value, plan.definitions),
    gradient: expand(scope.gradient, plan.definitions),
  }));
  return { plan, run: (inputs) => run(plan, scopes, inputs), dispose: () => {} };
}

function run(plan: Plan, scopes: readonly Scope[], inputs: StepInputs): number {
  checkInputs(inputs, plan.setting, plan.maps);
  inputs.gradient?.fill(0);
  const data: RunData = {
    plan,
    inputs,
    valid: validPixels(inputs, plan.setting),
    fields: makeFields(plan, inputs),
  };
  let value = 0;
  for (const scope of scopes)
    for (const region of regionsOf(scope, data)) value += runRegion(scope, region, data);
  checkResult(value, inputs.gradient);
  return value;
}

interface RunData {
  readonly plan: Plan;
  readonly inputs: StepInputs;
  readonly valid: Uint8Array;
  readonly fields: Readonly<Record<string, Float64Array>>;
}

/** Images `first` to `last` (not included), and the region's share of the average. */
interface Region {
  readonly first: number;
  readonly last: number;
  readonly share: number;
}

/** The regions with a valid pixel: the others have no share. */
function regionsOf(scope: Scope, { plan, valid }: RunData): Region[] {
  const { batch } = plan.setting;
  const pixels = pixelsPerImage(plan.setting);
  const size = scope.over === "image" ? 1 : batch;
  const regions: Omit<Region, "share">[] = [];
  for (let first = 0; first < batch; first += size) {
    if (valid.subarray(first * pixels, (first + size) * pixels).includes(1))
      regions.push({ first, last: first + size });
  }
  return regions.map((region) => ({ ...region, share: 1 / regions.length }));
}

function runRegion(scope: Scope, region: Region, data: RunData): number {
  const { setting } = data.plan;
  const pixels = (region.last - region.first) * pixelsPerImage(setting);
  const size = { pixels, classes: setting.channels };
  const symbols = (name: string): Float64Array => symbolValues(name, region, data, pixels);
  const roots: Expression[] = data.inputs.gradient ? [scope.value, scope.gradient] : [scope.value];
  const [value, gradient] = evaluate(roots, symbols, size);
  if (gradient) addGradient(gradient, scope.gradient, region, data);
  return value[0];
}

function symbolValues(name: string, region: Region, data: RunData, pixels: number): Float64Array {
  const { setting } = data.plan;
  const { inputs, valid, fields } = data;
  const start = region.first * pixelsPerImage(setting);
  const perPixel = (at: (i: number) => number): Float64Array =>
    Float64Array.from({ length: pixels }, (_, i) => at(start + i));
  switch (name) {
    case "z":
      return perChannel(region, data, pixels, inputs.logits);
    case "ysoft":
      return perChannel(region, data, pixels, inputs.targets as FloatArray);
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
    case "regionShare":
      return Float64Array.of(region.share);
    default: {
      const map = fields[name] ?? inputs.maps?.[name];
      return perPixel((i) => map[i]);
    }
  }
}

function perChannel(region: Region, { plan }: RunData, pixels: number, values: FloatArray): Float64Array {
  const { channels } = plan.setting;
  const index = valueIndex(plan.setting);
  const inImage = pixelsPerImage(plan.setting);
  const out = new Float64Array(pixels * channels);
  for (let i = 0, k = 0; i < pixels; i++) {
    const n = region.first + Math.floor(i / inImage);
    for (let c = 0; c < channels; c++, k++) out[k] = values[index(n, i % inImage, c)];
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

function addGradient(
  gradient: Float64Array,
  root: Expression,
  region: Region,
  { plan, inputs }: RunData,
): void {
  const { channels } = plan.setting;
  const out = inputs.gradient as FloatArray;
  const index = valueIndex(plan.setting);
  const inImage = pixelsPerImage(plan.setting);
  const pixels = (region.last - region.first) * inImage;
  const [perPixel, perClass] = strides(root.axes, { pixels, classes: channels });
  for (let i = 0; i < pixels; i++) {
    const n = region.first + Math.floor(i / inImage);
    for (let c = 0; c < channels; c++) out[index(n, i % inImage, c)] += gradient[i * perPixel + c * perClass];
  }
}

function checkResult(value: number, gradient: FloatArray | undefined): void {
  if (Number.isNaN(value))
    throw new Error("The value of the loss is NaN: its formula takes 0/0, log or a root where it has none.");
  const at = gradient ? gradient.findIndex((g: number) => Number.isNaN(g)) : -1;
  if (at >= 0) throw new Error(`The gradient is NaN at index ${at}: the formula has no slope there.`);
}
