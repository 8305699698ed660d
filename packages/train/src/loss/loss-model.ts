import { type Loss, linkOf, lossToJson, lowerPlan, type Plan, printLoss } from "segloss";
import { COUNT, shown } from "segloss/door";
import { graph } from "../graph/graph.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { inputShape } from "../step/loss.ts";
import { channelsFirstPlan, type GraphLossOptions, planInputs } from "./graph-loss.ts";
import { inputDescriptions } from "./input-descriptions.ts";

/** Shape of the logits [N, K, ...space]; a name for a size of batch or space that each run brings. */
export type ModelShape = readonly (number | string)[];

/**
 * A loss alone as an .onnx file, for ONNX Runtime in any language: "logits" and "targets" (one-hot or values), both
 * [N, K, ...space], to the scalar "value" and its "gradient". Ignored pixels, weights, distances and maps are inputs
 * [N, 1, ...space] by name, distances to the borders of classes [N, K, ...space]; "progress" (a scalar) is one when the
 * loss changes during training. What each is stands in its description; the loss stands in the metadata as text
 * ("segloss.formula") and as JSON ("segloss.loss").
 *
 * @param shape of the logits, 1 to 3 spatial axes: `["N", 3, "H", "W"]` serves batches and images of any size
 * @throws RangeError for a shape that is no shape of logits
 */
export function lossModel(loss: Loss, shape: ModelShape, options: GraphLossOptions): Uint8Array {
  const { plan, sizes } = modelPlan(loss, shape, options);
  const g = graph();
  const logits = g.input("logits", sizes);
  const targets = g.input("targets", sizes);
  const maps = Object.fromEntries(
    planInputs(plan).map((input) => [input.name, g.input(input.name, inputShape(input, sizes))]),
  );
  const { valid, weights, progress } = maps;
  const lowered = lowerPlan(plan, g, {
    logits,
    targets,
    maps,
    ...(valid && { valid }),
    ...(weights && { weights }),
    ...(progress && { progress }),
  });
  g.output("value", lowered.value);
  g.output("gradient", lowered.gradient);
  return encodeModel(g, {
    description: `Value and gradient of the loss ${printLoss(loss)}, link ${plan.setting.link}. Tensors are batch, classes, space.`,
    descriptions: inputDescriptions(plan),
    metadata: metadataOf(loss, plan),
    ...(plan.setting.sizes === "any" && { dynamicAxes: namedAxes(plan, shape) }),
  });
}

/** An input of a loss's model. */
export interface ModelInput {
  readonly name: string;
  readonly shape: ModelShape;
  /** What it is: the same text stands in the file. */
  readonly description: string;
}

/** The inputs of the model that `lossModel` writes. */
export function modelInputs(loss: Loss, shape: ModelShape, options: GraphLossOptions): ModelInput[] {
  const { plan } = modelPlan(loss, shape, options);
  const descriptions = inputDescriptions(plan);
  const [batch, classes, ...space] = shape;
  const whole = ["logits", "targets"].map((name) => ({ name, shape, description: descriptions[name] }));
  const others = planInputs(plan).map(({ name, channels }) => ({
    name,
    shape: channels === "number" ? [] : [batch, channels === 1 ? 1 : classes, ...space],
    description: descriptions[name],
  }));
  return [...whole, ...others];
}

function modelPlan(
  loss: Loss,
  shape: ModelShape,
  options: GraphLossOptions,
): { readonly plan: Plan; readonly sizes: readonly number[] } {
  checkShape(shape);
  const isAny = shape.some((size) => typeof size === "string");
  const sizes = shape.map(builtSize);
  // No network stands before it: a loss of probabilities takes probabilities, unless a link is named.
  const own = linkOf(loss);
  const linked = { ...(own && { link: own }), ...options };
  return { plan: channelsFirstPlan(loss, sizes, linked, isAny ? "any" : "fixed"), sizes };
}

function metadataOf(loss: Loss, { setting }: Plan): Readonly<Record<string, string>> {
  return {
    "segloss.formula": printLoss(loss),
    "segloss.loss": lossToJson(loss),
    "segloss.link": setting.link,
    "segloss.layout": setting.layout,
  };
}

/** The sizes that have a name, by tensor. */
function namedAxes(plan: Plan, shape: ModelShape): Readonly<Record<string, readonly (string | null)[]>> {
  const axes = shape.map((size) => (typeof size === "string" ? size : null));
  const perPixel = planInputs(plan).filter(({ channels }) => channels !== "number");
  const names = ["logits", "targets", "gradient", ...perPixel.map(({ name }) => name)];
  return Object.fromEntries(names.map((name) => [name, axes]));
}

/**
 * The nodes hold for every size that has a name. The builder wants numbers none the less, and tells by them which axes
 * differ: no two are equal, and none is 1, which would be an axis that is not there.
 */
function builtSize(size: number | string, axis: number): number {
  return typeof size === "string" ? [2, 0, 3, 5, 7][axis] : size;
}

function checkShape(shape: ModelShape): void {
  if (!Array.isArray(shape) || shape.length < 3 || shape.length > 5)
    throw new RangeError(
      `The shape of the logits must be batch, classes and one to three sizes of space, got ${shown(shape)}.`,
    );
  if (typeof shape[1] === "string")
    throw new RangeError(
      `The shape [${shape.map(String).join(", ")}] has a name for the classes: give their number, since each class has nodes of its own.`,
    );
  const wrong = shape.find((size) => typeof size !== "string" && !COUNT.fits(size));
  if (wrong !== undefined)
    throw new RangeError(
      `The sizes of a shape must be whole and above 0, or names such as "N"; got ${shown(wrong)}.`,
    );
}
