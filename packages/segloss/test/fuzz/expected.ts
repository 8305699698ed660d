import { type Loss, reference, type StepInputs } from "segloss";
import { makeFields } from "../../src/engines/make-fields.ts";
import { valueIndex } from "../../src/engines/pixel-order.ts";
import { readOptions } from "../../src/engines/read-options.ts";
import { evaluate, strides } from "../../src/engines/reference/evaluate.ts";
import { type Region, type RunData, symbolValues } from "../../src/engines/reference/symbol-values.ts";
import { validPixels } from "../../src/engines/valid-pixels.ts";
import { prepare } from "../../src/engines/wasm/schedule/prepare.ts";
import type { Expression } from "../../src/formula/expression.ts";
import { makePlan, type Plan, type Scope } from "../../src/plan/plan.ts";
import { pixelsPerImage } from "../../src/plan/setting.ts";
import { optionsOf } from "./make-inputs.ts";
import { type Leaf, type Precision, rounded, UNDERFLOW } from "./rounded.ts";
import type { SettingSpec } from "./spec.ts";

/** Value and gradient in float64, and how far single precision may be from each. */
export interface Expected {
  readonly value: number;
  valueError: number;
  readonly gradient: Float64Array;
  readonly gradientError: Float64Array;
  /** The largest number on the way. */
  largest: number;
}

export function planOf(loss: Loss, setting: SettingSpec): Plan {
  return makePlan(loss, readOptions(optionsOf(setting), loss));
}

/** What a run of a loss has to give. @throws Error where the reference has no finite value or gradient. */
export function expectedOf(
  loss: Loss,
  plan: Plan,
  inputs: StepInputs,
  setting: SettingSpec,
  precision: Precision,
): Expected {
  const valid = validPixels(inputs, plan.setting);
  const data: RunData = { plan, inputs, valid, fields: makeFields(plan, inputs, valid), gradient: null };
  const gradient = new Float64Array(inputs.logits.length);
  const value = reference()
    .compile(loss, optionsOf(setting))
    .run({ ...inputs, gradient });
  const result: Expected = {
    ...{ value, valueError: 0, gradient, largest: 0 },
    gradientError: gradient.map((g) => precision.operation * Math.abs(g)),
  };
  for (const scope of plan.scopes)
    for (const region of regionsOf(scope, data)) addErrors(result, scope, region, data, precision);
  return result;
}

function regionsOf(scope: Scope, { plan, valid }: RunData): Region[] {
  const { batch } = plan.setting;
  const size = scope.over === "image" ? 1 : batch;
  const inImage = pixelsPerImage(plan.setting);
  const regions = [];
  for (let first = 0; first < batch; first += size)
    if (valid.subarray(first * inImage, (first + size) * inImage).includes(1))
      regions.push({ first, last: first + size });
  return regions.map((region) => ({ ...region, share: 1 / regions.length }));
}

function addErrors(
  result: Expected,
  scope: Scope,
  region: Region,
  data: RunData,
  precision: Precision,
): void {
  const { setting } = data.plan;
  const inImage = pixelsPerImage(setting);
  const pixels = (region.last - region.first) * inImage;
  const size = { pixels, classes: setting.channels, space: setting.space };
  const leaf = leaves(region, data, pixels, precision.operation);
  const known = { pixelCount: pixels, classCount: setting.channels };
  const roots = [scope.value, scope.gradient];
  // The wasm engine takes sums apart before it computes them: the larger bound of the two forms counts.
  const forms = [roots, roots.map((e) => prepare(e, known))].map((form) =>
    rounded(form, leaf, size, precision),
  );
  result.valueError += Math.max(
    ...forms.map(({ roots: [{ errors, values }] }) => errors[0] + precision.operation * Math.abs(values[0])),
  );
  result.largest = Math.max(result.largest, ...forms.map(({ largest }) => largest));
  const index = valueIndex(setting);
  for (let i = 0; i < pixels; i++)
    for (let c = 0; c < setting.channels; c++) {
      const at = index(region.first + Math.floor(i / inImage), i % inImage, c);
      const from = ({ roots: [, { axes }] }: (typeof forms)[number]) => {
        const [perPixel, perClass] = strides(axes, size);
        return i * perPixel + c * perClass;
      };
      const errorOf = (form: (typeof forms)[number]): number => {
        const { errors, values } = form.roots[1];
        return errors[from(form)] + precision.operation * Math.abs(values[from(form)]);
      };
      result.gradientError[at] += Math.max(...forms.map(errorOf));
    }
}

/** The symbols of a region with the errors that an engine's first steps have. */
function leaves(region: Region, data: RunData, pixels: number, u: number): Leaf {
  const { definitions, setting } = data.plan;
  const size = { pixels, classes: setting.channels, space: setting.space };
  const symbols = (name: string): Float64Array => symbolValues(name, region, data, pixels);
  const of = new Map<string, ReturnType<Leaf>>();
  const make = (name: string): ReturnType<Leaf> => {
    const definition = definitions.get(name);
    if (!definition) return { values: symbols(name), errors: givenErrors(name, symbols(name), u) };
    const [values, logarithms] = evaluate([definition, logarithmFor(name, definitions)], symbols, size);
    const softmax = setting.link === "softmax";
    const errors = values.map((x, i) => {
      const isLog = name.startsWith("log");
      // exp(z - max z) has the rounding of the difference; where it is the largest class, 1 - p has sums of them.
      const relative = softmax && !isLog ? 4 + Math.abs(logarithms[i]) : 4;
      const absolute = isLog && softmax ? 4 * u * Math.min(1, setting.channels / 2) : 0;
      return u * relative * Math.abs(x) + absolute + UNDERFLOW;
    });
    return { values, errors };
  };
  return (name) => {
    const known = of.get(name) ?? make(name);
    of.set(name, known);
    return known;
  };
}

function logarithmFor(name: string, definitions: Plan["definitions"]): Expression {
  return definitions.get(name === "q" || name === "log1mp" ? "log1mp" : "logp") as Expression;
}

const EXACT: readonly string[] = ["z", "y", "ysoft", "w", "v", "m", "pixelCount", "classCount"];

function givenErrors(name: string, values: Float64Array, u: number): Float64Array {
  return values.map((x) => (EXACT.includes(name) ? 0 : 6 * u * Math.abs(x)));
}
