import { type Loss, lossToJson, lowerPlan, printLoss } from "segloss";
import { graph } from "../graph/graph.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { channelsFirstPlan, type GraphLossOptions, planInputs } from "./graph-loss.ts";

/**
 * A loss alone as an .onnx file, for ONNX Runtime in any language: "logits" and "targets" (one-hot or values), both
 * [N, K, ...space], to the scalar "value" and its "gradient". Ignored pixels, weights, distances and maps are inputs
 * [N, 1, ...space] by name. The loss stands in the metadata as text ("segloss.formula") and as JSON ("segloss.loss").
 *
 * @param shape of the logits [N, K, ...space], 1 to 3 spatial axes
 */
export function lossModel(loss: Loss, shape: readonly number[], options: GraphLossOptions): Uint8Array {
  const plan = channelsFirstPlan(loss, shape, options);
  const g = graph();
  const perPixel = [shape[0], 1, ...shape.slice(2)];
  const logits = g.input("logits", shape);
  const targets = g.input("targets", shape);
  const maps = Object.fromEntries(planInputs(plan).map(({ name }) => [name, g.input(name, perPixel)]));
  const { valid, weights } = maps;
  const lowered = lowerPlan(plan, g, {
    logits,
    targets,
    maps,
    ...(valid && { valid }),
    ...(weights && { weights }),
  });
  g.output("value", lowered.value);
  g.output("gradient", lowered.gradient);
  return encodeModel(g, {
    metadata: { "segloss.formula": printLoss(loss), "segloss.loss": lossToJson(loss) },
  });
}
