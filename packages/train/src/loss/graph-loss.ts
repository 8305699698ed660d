import {
  CLASS_FIELDS,
  defaultLink,
  type LinkName,
  type Loss,
  linkOf,
  lossToJson,
  lowerPlan,
  makePlan,
  type Plan,
  printLoss,
  type Setting,
} from "segloss";
import { BOOLEAN, COUNT, checkOptions, choice, type Kind, required, shown } from "segloss/door";
import type { Json } from "../networks/network.ts";
import { type GraphLoss, type LossInput, progressInput, validInput } from "../step/loss.ts";
import { notInGraph } from "./not-in-graph.ts";

/** How a loss of segloss meets a network. */
export interface GraphLossOptions {
  /** Channels of the network's logits; 1 for a binary network. */
  readonly classes: number;
  /**
   * Default: the loss's own, or sigmoid for one channel and softmax for several. A loss of probabilities is composed with
   * it, since the network puts out logits; "none": its outputs are probabilities.
   */
  readonly link?: LinkName;
  /** Whether batches mark pixels to ignore in "valid". Default true. */
  readonly ignoring?: boolean;
  /** Whether batches bring the map "weights", one weight a pixel. Default false. */
  readonly weighted?: boolean;
  /** Whether targets are class indices (default) or values in [0, 1]. */
  readonly targets?: "indices" | "soft";
}

/** Kinds of the options of every loss that meets a network. */
export const OPTIONS: Readonly<Record<keyof GraphLossOptions, Kind>> = {
  classes: required(COUNT),
  link: choice("sigmoid", "softmax", "none"),
  ignoring: BOOLEAN,
  weighted: BOOLEAN,
  targets: choice("indices", "soft"),
};

function checkShape(shape: readonly number[], classes: number): void {
  const isShape = Array.isArray(shape) && shape.length >= 3 && shape.length <= 5 && shape.every(COUNT.fits);
  if (isShape && shape[1] === classes) return;
  throw new RangeError(
    `The shape of the logits must be [N, ${classes}, ...space], 1 to 3 axes of space; got ${shown(shape)}.`,
  );
}

/**
 * The plan of a loss for channels-first logits of a shape [N, K, ...space].
 *
 * @param sizes "any": batch and space of the shape stand for those of the run (see `lossModel`)
 */
export function channelsFirstPlan(
  loss: Loss,
  shape: readonly number[],
  options: GraphLossOptions,
  sizes: "fixed" | "any" = "fixed",
): Plan {
  checkOptions("the loss of a network", options, OPTIONS);
  checkShape(shape, options.classes);
  const { classes, ignoring = true, weighted = false, targets = "indices" } = options;
  const setting: Setting = {
    batch: shape[0],
    space: shape.slice(2),
    channels: classes,
    layout: "channels-first",
    link: options.link ?? linkOfLogits(loss, classes),
    targets,
    weighted,
    ignore: [],
    masked: ignoring,
    sizes,
  };
  return makePlan(loss, setting);
}

/** The link that makes probabilities of a network's logits for a loss; one of probabilities has none of its own. */
function linkOfLogits(loss: Loss, channels: number): LinkName {
  const own = linkOf(loss);
  return own === null || own === "none" ? defaultLink(channels) : own;
}

/** What a plan reads beside logits and targets. */
export function planInputs({ fields, classFields, maps, setting, usesProgress }: Plan): LossInput[] {
  const named = [
    ...fields.flatMap(({ d1, d2 }) => [d1, d2]),
    ...maps,
    ...(setting.weighted ? ["weights"] : []),
  ];
  return [
    ...(setting.masked ? [validInput] : []),
    ...(usesProgress ? [progressInput] : []),
    ...named.map((name) => ({ name, channels: 1 })),
    ...classFields.map(({ name }) => ({ name, channels: setting.channels })),
  ];
}

/**
 * A loss of segloss inside the training graph: value and gradient are written from its formula. Distances to the
 * nearest cells are the inputs `d1` and `d2`, those to the borders of classes `distance` and `nearness`, which the caller
 * computes from the labels (segloss `nearestCells`, `signedDistance`).
 * @throws FormulaError, Error when the loss does not fit the classes, or reads distances that are made from the prediction
 * (`isNotInGraph` knows that error: `splitLoss` can train with such a loss).
 */
export function graphLoss(given: Loss, options: GraphLossOptions): GraphLoss {
  checkOptions("the loss of a network", options, OPTIONS);
  const description = JSON.parse(lossToJson(given)) as Json;
  const loss = description as unknown as Loss;
  const smallest = channelsFirstPlan(loss, [1, options.classes, 1, 1], options);
  const predicted = smallest.classFields.find(({ field }) => CLASS_FIELDS[field].of === "prediction");
  if (predicted)
    throw notInGraph(
      `${printLoss(loss)} cannot stand inside the training graph: it reads ${predicted.name}, which is made from the ` +
        "prediction of the same step. Use splitLoss with an engine, or choose another loss.",
    );
  return {
    classes: options.classes,
    link: smallest.setting.link,
    inputs: planInputs(smallest),
    description,
    lower(g, { logits, targets, maps }) {
      const plan = channelsFirstPlan(loss, logits.shape, options);
      const { valid, weights, progress } = maps;
      return lowerPlan(plan, g, {
        logits,
        targets,
        maps,
        ...(valid && { valid }),
        ...(weights && { weights }),
        ...(progress && { progress }),
      });
    },
  };
}
