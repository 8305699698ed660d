import { formulaOver } from "./overlap.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { REDUCTION, real, refuse, summed } from "./specs.ts";

const balanced: Omit<PresetDefinition, "name"> = {
  summary: "balancedCrossEntropy, the share of negatives of all channels of the batch to the power gamma",
  options: { gamma: real(1, "power of the share of negatives", 0), reduction: REDUCTION },
  refused: {
    ignore_index: refuse("its loss divides by ignored pixels too; pass ignore or a mask with the data"),
  },
  defects: "takes both weights to the power gamma a second time",
  build({ gamma, defects, reduction }) {
    const again = defects ? "^gamma" : "";
    return {
      loss: formulaOver(
        { over: "batch", pooled: true },
        `${summed({ reduction }) ? "sum" : "mean"}(-share${again}*y*logp - (1 - share)${again}*(1 - y)*log1mp)` +
          " where share = (sum(1 - y)/(sum(y) + sum(1 - y) + 1e-7))^gamma",
        { gamma },
      ),
      link: "sigmoid",
    };
  },
};

/** Losses of pytorch-toolbelt that differ from everyone else's, under its names. */
export const toolbelt: Readonly<Record<string, Preset>> = presetsOf("toolbelt", [
  { name: "BalancedBCEWithLogitsLoss", ...balanced },
  { name: "balanced_binary_cross_entropy_with_logits", ...balanced },
]);
