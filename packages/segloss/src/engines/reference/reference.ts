import type { Expression } from "../../formula/expression.ts";
import type { LinkName } from "../../links/index.ts";
import { checkedLoss } from "../../losses/checked-loss.ts";
import type { Loss } from "../../losses/loss.ts";
import { expand } from "../../plan/expand.ts";
import { makePlan, type Plan, type Scope } from "../../plan/plan.ts";
import { pixelsPerImage } from "../../plan/setting.ts";
import { checkInputs } from "../check-inputs.ts";
import { checkParameters } from "../check-parameters.ts";
import { checkProgress } from "../check-progress.ts";
import { endsHint } from "../ends-hint.ts";
import type { CompileOptions, Engine, FloatArray, Step, StepInputs } from "../engine.ts";
import { valueIndex } from "../pixel-order.ts";
import { planFields } from "../plan-fields.ts";
import { readInputs } from "../read-inputs.ts";
import { readOptions } from "../read-options.ts";
import { validPixels } from "../valid-pixels.ts";
import { evaluate } from "./evaluate.ts";
import { strides } from "./operand.ts";
import { type Region, type RunData, symbolValues } from "./symbol-values.ts";

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

function compile(given: Loss, options: CompileOptions): Step {
  const loss = checkedLoss(given);
  const plan = makePlan(loss, readOptions(options, loss));
  const scopes = plan.scopes.map((scope) => ({
    ...scope,
    value: expand(scope.value, plan.definitions),
    gradient: expand(scope.gradient, plan.definitions),
  }));
  return { plan, run: (inputs) => run(plan, scopes, inputs), dispose: () => {} };
}

function run(plan: Plan, scopes: readonly Scope[], given: StepInputs): number {
  const inputs = readInputs(given, plan.setting);
  checkInputs(inputs, plan.setting, plan.maps);
  checkProgress(inputs.progress, plan);
  checkParameters(inputs.parameters, plan);
  const valid = validPixels(inputs, plan.setting);
  const gradient = inputs.gradient ? new Float64Array(inputs.logits.length) : null;
  const data: RunData = { plan, inputs, valid, fields: planFields(plan, inputs, valid), gradient };
  let value = 0;
  for (const scope of scopes)
    for (const region of regionsOf(scope, data)) value += runRegion(scope, region, data);
  if (gradient) inputs.gradient?.set(gradient);
  checkResult(value, inputs.gradient, plan.setting.link);
  return value;
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
  const size = { pixels, classes: setting.channels, space: setting.space };
  const symbols = (name: string): Float64Array => symbolValues(name, region, data, pixels);
  const roots: Expression[] = data.gradient ? [scope.value, scope.gradient] : [scope.value];
  const [value, gradient] = evaluate(roots, symbols, size, data.plan.kernels);
  if (data.gradient) addGradient(gradient, data.gradient, scope.gradient, region, data.plan);
  return value[0];
}

function addGradient(
  gradient: Float64Array,
  out: Float64Array,
  root: Expression,
  region: Region,
  { setting }: Plan,
): void {
  const { channels } = setting;
  const index = valueIndex(setting);
  const inImage = pixelsPerImage(setting);
  const pixels = (region.last - region.first) * inImage;
  const [perPixel, perClass] = strides(root.axes, { classes: channels });
  for (let i = 0; i < pixels; i++) {
    const n = region.first + Math.floor(i / inImage);
    for (let c = 0; c < channels; c++) out[index(n, i % inImage, c)] += gradient[i * perPixel + c * perClass];
  }
}

function checkResult(value: number, gradient: FloatArray | undefined, link: LinkName): void {
  if (!Number.isFinite(value)) {
    throw new Error(
      `The value of the loss is ${value}: its formula divides by 0 or takes log 0 here.${endsHint(link)}`,
    );
  }
  const at = gradient ? gradient.findIndex((g: number) => !Number.isFinite(g)) : -1;
  if (at >= 0)
    throw new Error(
      `The gradient is ${gradient![at]} at index ${at}: the formula has no slope there.${endsHint(link)}`,
    );
}
