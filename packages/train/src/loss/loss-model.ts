import { type Loss, lossToJson, lowerPlan, printLoss } from "segloss";
import { graph } from "../graph/graph.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { inputShape } from "../step/loss.ts";
import { channelsFirstPlan, type GraphLossOptions, planInputs } from "./graph-loss.ts";

/**
 * A loss alone as an .onnx file, for ONNX Runtime in any language: "logits" and "targets" (one-hot or values), both
 * [N, K, ...space], to the scalar "value" and its "gradient". Ignored pixels, weights, distances and maps are inputs
 * [N, 1, ...space] by name; "progress" (a scalar) is one when the loss changes during training. The loss stands in the metadata as text ("segloss.formula") and as JSON ("segloss.loss").
 *
 * @param shape of the logits [N, K, ...space], 1 to 3 spatial axes
 * @throws Error for losses that read distances to the borders of classes (boundary and Hausdorff losses)
 */
export function lossModel(loss: Loss, shape: readonly number[], options: GraphLossOptions): Uint8Array {
  const plan = channelsFirstPlan(loss, shape, options);
  if (plan.classFields.length > 0)
    throw new Error(
      `${printLoss(loss)} cannot be an ONNX model: it reads distances to the borders of classes, which are measured anew at ` +
        "each step and have no ONNX operator. Use an engine (segloss eval) or the trainer, or choose another loss.",
    );
  const g = graph();
  const logits = g.input("logits", shape);
  const targets = g.input("targets", shape);
  const maps = Object.fromEntries(
    planInputs(plan).map((input) => [input.name, g.input(input.name, inputShape(input, shape))]),
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
    metadata: { "segloss.formula": printLoss(loss), "segloss.loss": lossToJson(loss) },
  });
}
