import {
  type GraphLossOptions,
  graphLoss,
  type SplitLoss,
  splitLoss,
  type TrainingLoss,
} from "@segloss/train";
import { type Loss, preferredEngine } from "segloss";
import { allFinite } from "../../data/all-finite.ts";

/** How a loss meets the network. */
export interface LossSetting {
  /** Channels of the logits. */
  readonly channels: number;
  /** Whether some pixels are ignored. */
  readonly ignoring: boolean;
  /** Whether a pixel may have several labels. */
  readonly severalLabels?: boolean;
}

export function lossOptions({ channels, ignoring, severalLabels = false }: LossSetting): GraphLossOptions {
  return {
    ...{ classes: channels, ignoring },
    ...(severalLabels && ({ link: "sigmoid", targets: "soft" } as const)),
  };
}

/** The loss inside the training graph. */
export function lossInGraph(loss: Loss, setting: LossSetting): TrainingLoss {
  return graphLoss(loss, lossOptions(setting));
}

/** The loss beside the graph, on an engine of the library: for what cannot be lowered. */
export function lossBesideGraph(loss: Loss, setting: LossSetting): TrainingLoss {
  const split = splitLoss(loss, preferredEngine(), lossOptions(setting));
  return { ...split, evaluate: (arrays) => survivingDivergence(split, arrays) };
}

/** Logits that are no numbers are an error of the library's; here they are a training that diverged. */
function survivingDivergence(
  split: SplitLoss,
  arrays: Parameters<SplitLoss["evaluate"]>[0],
): ReturnType<SplitLoss["evaluate"]> {
  if (allFinite(arrays.logits)) return split.evaluate(arrays);
  return { value: Number.NaN, gradient: new Float32Array(arrays.logits.length) };
}
