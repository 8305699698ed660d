import { type LinkName, type Loss, parseLoss, preferredEngine } from "segloss";
import { type Kind, TEXT } from "segloss/door";
import { type GraphLossOptions, graphLoss } from "../loss/graph-loss.ts";
import { isNotInGraph } from "../loss/not-in-graph.ts";
import { splitLoss } from "../loss/split-loss.ts";
import type { Network } from "../networks/network.ts";
import { TRAINING_LOSS, type TrainingLoss } from "../step/loss.ts";
import type { TargetKind } from "../step/targets.ts";

/** What a trainer takes for its loss. */
export const ANY_LOSS: Kind = {
  expected:
    'a loss such as dice(), its text such as "dice + crossEntropy", or what graphLoss or splitLoss gives',
  fits: (value) =>
    (TEXT.fits(value) && value !== "") ||
    TRAINING_LOSS.fits(value) ||
    Array.isArray((value as Partial<Loss> | null)?.terms),
};

export interface LossForNetwork {
  readonly loss: TrainingLoss | Loss | string;
  readonly network: Pick<Network, "classes">;
  readonly targets: TargetKind;
  readonly link: LinkName | undefined;
}

/**
 * The loss of a training: what was made for one, or a loss of segloss brought to the network's logits, in the graph or, where it cannot stand there,
 * beside it.
 *
 * @throws RangeError where it is made for another number of classes
 */
export function lossOf({ loss, network, targets, link }: LossForNetwork): TrainingLoss {
  if (typeof loss === "object" && TRAINING_LOSS.fits(loss))
    return checkedClasses(loss as TrainingLoss, network, link);
  const parsed = typeof loss === "string" ? parseLoss(loss) : (loss as Loss);
  const options: GraphLossOptions = {
    classes: network.classes,
    targets: targets === "values" ? "soft" : "indices",
    ...(link && { link }),
  };
  try {
    return graphLoss(parsed, options);
  } catch (cause) {
    if (!isNotInGraph(cause)) throw cause;
    return splitLoss(parsed, preferredEngine(), options);
  }
}

function checkedClasses(
  loss: TrainingLoss,
  { classes }: Pick<Network, "classes">,
  link: LinkName | undefined,
): TrainingLoss {
  if (loss.classes !== undefined && loss.classes !== classes) {
    throw new RangeError(
      `The network has ${classes} logits a pixel, the loss is made for ${loss.classes}: ` +
        "make it with { classes: network.classes }.",
    );
  }
  if (link !== undefined)
    throw new Error(
      `trainer: the link ("${link}") belongs to the loss that graphLoss or splitLoss made: name it there, or give the loss itself.`,
    );
  return loss;
}
