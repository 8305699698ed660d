import type { Step, StepInputs } from "segloss";
import { makeFields } from "../../src/engines/make-fields.ts";
import { valueIndex } from "../../src/engines/pixel-order.ts";
import { evaluate } from "../../src/engines/reference/evaluate.ts";
import { strides } from "../../src/engines/reference/operand.ts";
import { type Region, type RunData, symbolValues } from "../../src/engines/reference/symbol-values.ts";
import { validPixels } from "../../src/engines/valid-pixels.ts";
import type { Expression } from "../../src/formula/expression.ts";
import type { Plan, Scope } from "../../src/plan/plan.ts";
import { pixelsPerImage } from "../../src/plan/setting.ts";
import { prepare } from "../../src/program/schedule/prepare.ts";
import { type Leaf, type Precision, rounded } from "./rounded.ts";
import { type Rounded, UNDERFLOW } from "./rounded-node.ts";

/** Value and gradient in float64, and how far single precision may be from each. */
export interface Expected {
  readonly value: number;
  valueError: number;
  readonly gradient: Float64Array;
  readonly gradientError: Float64Array;
  /** The largest number on the way. */
  largest: number;
}

/** What runs of a reference step have to give. @throws Error where it has no finite value or gradient. */
export function expectation(step: Step, precision: Precision): (inputs: StepInputs) => Expected {
  const { plan } = step;
  const forms = plan.scopes.map((scope) => formsOf(scope, plan));
  return (inputs) => {
    const gradient = new Float64Array(inputs.logits.length);
    const value = step.run({ ...inputs, gradient });
    const valid = validPixels(inputs, plan.setting);
    const data: RunData = { plan, inputs, valid, fields: makeFields(plan, inputs, valid), gradient: null };
    const result: Expected = {
      ...{ value, valueError: 0, gradient, largest: 0 },
      gradientError: gradient.map((g) => precision.operation * Math.abs(g)),
    };
    for (const [i, scope] of plan.scopes.entries())
      for (const region of regionsOf(scope, data)) addErrors(result, forms[i], region, data, precision);
    return result;
  };
}

/** Value and gradient of a scope as they stand, and as the wasm engine computes them, which takes sums apart first. */
function formsOf({ over, value, gradient }: Scope, { setting }: Plan): Expression[] {
  const pixelCount = pixelsPerImage(setting) * (over === "image" ? 1 : setting.batch);
  const known = { pixelCount, classCount: setting.channels };
  return [value, gradient, prepare(value, known), prepare(gradient, known)];
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

/** Of the two forms the larger bound counts. */
function addErrors(
  result: Expected,
  forms: readonly Expression[],
  region: Region,
  data: RunData,
  precision: Precision,
): void {
  const { setting } = data.plan;
  const inImage = pixelsPerImage(setting);
  const pixels = (region.last - region.first) * inImage;
  const size = { pixels, classes: setting.channels, space: setting.space };
  const { roots, largest } = rounded(
    forms,
    leaves(region, data, pixels, precision.operation),
    size,
    precision,
  );
  const errorAt = ({ values, errors }: Rounded, at: number): number =>
    errors[at] + precision.operation * Math.abs(values[at]);
  const [value, gradient, value2, gradient2] = roots;
  result.valueError += Math.max(errorAt(value, 0), errorAt(value2, 0));
  result.largest = Math.max(result.largest, largest);
  const index = valueIndex(setting);
  const steps = [gradient, gradient2].map(({ axes }) => strides(axes, size));
  for (let i = 0; i < pixels; i++)
    for (let c = 0; c < setting.channels; c++) {
      const at = index(region.first + Math.floor(i / inImage), i % inImage, c);
      result.gradientError[at] += Math.max(
        errorAt(gradient, i * steps[0][0] + c * steps[0][1]),
        errorAt(gradient2, i * steps[1][0] + c * steps[1][1]),
      );
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
    const [values, logarithms] = evaluate([definition, logarithmFor(name, definitions)], symbols, size, []);
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
