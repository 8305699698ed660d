import type { LinkName } from "../links/index.ts";
import { scale, sum } from "../losses/combine.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { topKCrossEntropy } from "../losses/top-k-cross-entropy.ts";
import { formulaOver, regionOf } from "./overlap.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { DETACHED, flag, ignoredLabel, list, orNone, real, refuse, word } from "./specs.ts";
import { TORCH_CROSS_ENTROPY } from "./torch.ts";

type Options = Readonly<Record<string, OptionValue>>;

const DICE: OptionSpecs = {
  batch_dice: flag(false, "whether sums run over the batch"),
  do_bg: flag(true, "whether class 0 counts"),
  smooth: real(1, "added to numerator and denominator; its trainers have 1e-5", 0),
};

/** Minus the score, from -1 to 0, as the library returns it. */
function dice(o: Options): Loss {
  return formulaOver(
    { over: regionOf(o.batch_dice), background: o.do_bg as boolean },
    "-(2*sum(p*y) + smooth)/max(sum(y) + sum(p) + smooth, 1e-8)",
    { smooth: o.smooth },
  );
}

function entropy({ weight, label_smoothing }: Options): Loss {
  return crossEntropy({
    labelSmoothing: label_smoothing as number,
    ...(weight === null ? {} : { classWeights: weight as readonly number[], normalize: true }),
  });
}

const softDice: Omit<PresetDefinition, "name"> = {
  summary: "minus the dice score, from -1 to 0",
  options: {
    apply_nonlin: orNone(
      word("softmax", ["softmax", "sigmoid"], "what makes probabilities of logits, as its trainers give it"),
      "the input is probabilities: the library's default",
    ),
    ...DICE,
  },
  refused: { clip_tp: refuse("not in the released trainers") },
  withoutEffect: { ddp: DETACHED },
  build: (o) => ({ loss: dice(o), link: (o.apply_nonlin ?? "none") as LinkName }),
};
const ENTROPY: OptionSpecs = {
  weight: list(null, "weight of each class, divided by those of the labels"),
  label_smoothing: real(0, "mass moved to all classes alike", 0),
};

const BOTH: OptionSpecs = {
  weight_ce: real(1, "factor of cross entropy", 0),
  weight_dice: real(1, "factor of Dice", 0),
};

/** nnU-Net's losses under its names. */
export const nnunet: Readonly<Record<string, Preset>> = presetsOf("nnunet", [
  { name: "SoftDiceLoss", ...softDice },
  { name: "MemoryEfficientSoftDiceLoss", ...softDice },
  { name: "RobustCrossEntropyLoss", ...TORCH_CROSS_ENTROPY },
  {
    name: "TopKLoss",
    summary: "topKCrossEntropy with share k/100",
    options: { k: real(10, "percent of the pixels that count", 1e-6) },
    refused: {
      ignore_index: ignoredLabel(-100),
      weight: refuse("weights change which pixels are the hardest there"),
      label_smoothing: refuse("not supported", 0),
    },
    note: "fewer than one pixel of the percentage: NaN there, the hardest pixel here",
    build: ({ k }) => ({ loss: topKCrossEntropy({ share: (k as number) / 100 }), link: "softmax" }),
  },
  {
    name: "DC_and_CE_loss",
    summary: "MemoryEfficientSoftDiceLoss plus cross entropy; the parts' options are given together",
    options: {
      ...DICE,
      do_bg: flag(false, "whether class 0 counts in Dice"),
      ...BOTH,
      ...ENTROPY,
    },
    refused: { ignore_label: ignoredLabel(), apply_nonlin: refuse("it is the softmax", "softmax") },
    withoutEffect: { ddp: DETACHED },
    build: (o) => ({
      loss: sum(scale(o.weight_ce as number, entropy(o)), scale(o.weight_dice as number, dice(o))),
      link: "softmax",
    }),
  },
  {
    name: "DC_and_BCE_loss",
    summary:
      "SoftDiceLoss of the sigmoid plus binary cross entropy of each channel, for regions that overlap",
    options: { ...DICE, ...BOTH },
    refused: { use_ignore_label: ignoredLabel(false), apply_nonlin: refuse("it is the sigmoid", "sigmoid") },
    withoutEffect: { ddp: DETACHED },
    note: "with ignored pixels the library divides cross entropy by the pixels of one channel, here by those of all",
    build: (o) => ({
      loss: sum(scale(o.weight_ce as number, crossEntropy()), scale(o.weight_dice as number, dice(o))),
      link: "sigmoid",
    }),
  },
]);
