import { type Engine, type Loss, lossFromJson, lossToJson, type Step } from "segloss";
import { check, checkOptions, having } from "segloss/door";
import type { Json } from "../networks/network.ts";
import type { SplitLoss } from "../step/loss.ts";
import { channelsFirstPlan, type GraphLossOptions, OPTIONS, planInputs } from "./graph-loss.ts";

/**
 * A loss of segloss beside the training graph, on one of the library's engines: the step is cut at the logits. Fields are
 * made by the engine from the targets of each batch, so only maps and weights are inputs.
 */
export function splitLoss(given: Loss, engine: Engine, options: GraphLossOptions): SplitLoss {
  check("splitLoss: engine", engine, having("an engine", "compile"));
  checkOptions("the loss of a network", options, OPTIONS);
  const text = lossToJson(given);
  const loss = lossFromJson(text);
  const plan = channelsFirstPlan(loss, [1, options.classes, 1, 1], options);
  const made = [
    ...plan.fields.flatMap(({ d1, d2 }) => [d1, d2]),
    ...plan.classFields.map(({ name }) => name),
  ];
  const { masked, weighted, link, targets } = plan.setting;
  let step: Step | undefined;
  return {
    classes: options.classes,
    link,
    inputs: planInputs(plan).filter(({ name }) => !made.includes(name)),
    description: JSON.parse(text) as Json,
    evaluate(arrays) {
      const { logits, maps, shape } = arrays;
      step ??= engine.compile(loss, {
        shape,
        layout: "channels-first",
        link,
        targets,
        mask: masked,
        weights: weighted,
      });
      const gradient = new Float32Array(logits.length);
      const value = step.run({
        logits,
        targets: arrays.targets,
        maps,
        gradient,
        ...(masked && { mask: Uint8Array.from(maps.valid) }),
        ...(weighted && { weights: maps.weights }),
        ...(maps.progress && { progress: maps.progress[0] }),
      });
      return { value, gradient };
    },
  };
}
