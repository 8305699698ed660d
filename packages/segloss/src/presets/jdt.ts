import { scale, sum } from "../losses/combine.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import { formulaOver, multiplied, SOFT_COUNTS } from "./overlap.ts";
import { type Preset, presetsOf } from "./preset.ts";
import { flag, ignoredLabel, perClass, real, refuse, word } from "./specs.ts";

type Options = Readonly<Record<string, OptionValue>>;

function tversky(o: Options, over: "batch" | "image"): Loss {
  const each = o.log_loss ? "-log(score)" : "1 - score";
  const gamma = o.gamma as number;
  return formulaOver(
    { over, classes: o.active_classes_mode_hard === "ALL" ? "all" : "present" },
    `weight*${gamma > 1 ? `max(${each}, 1e-30)^gamma` : `(${each})`}` +
      ` where score = (tp + smooth)/(tp + alpha*fp + beta*fn + smooth), ${SOFT_COUNTS}`,
    {
      weight: multiplied(o.class_weights),
      alpha: o.alpha,
      beta: o.beta,
      smooth: o.smooth,
      ...(gamma > 1 ? { gamma } : {}),
    },
  );
}

/** JDTLosses' loss under its name. */
export const jdt: Readonly<Record<string, Preset>> = presetsOf("jdt", [
  {
    name: "JDTLoss",
    summary: "jaccardMetric (alpha = beta = 1), diceSemimetric (1/2) or what lies between",
    options: {
      mIoUD: real(1, "factor of the loss over the batch", 0),
      mIoUI: real(0, "factor of the loss of each image", 0),
      alpha: real(1, "price of false positives", 0),
      beta: real(1, "price of false negatives", 0),
      gamma: real(1, "power of each class", 1),
      smooth: real(1e-3, "added to numerator and denominator", 0),
      log_loss: flag(false, "minus the logarithm of the score"),
      class_weights: perClass("factor of each class, not divided out"),
      active_classes_mode_hard: word(
        "PRESENT",
        ["PRESENT", "ALL"],
        "classes that count; for soft labels give ALL",
      ),
    },
    refused: {
      ignore_index: ignoredLabel(),
      mIoUC: refuse("it averages over images before classes: use mIoUI", 0),
      threshold: refuse("a class is present when it has a true pixel", 0.01),
      norm: refuse("1 is the metric of the article", 1),
      active_classes_mode_soft: refuse("give active_classes_mode_hard: it holds for all targets", "ALL"),
    },
    note: "for soft labels the library counts all classes: give active_classes_mode_hard=ALL",
    build(o) {
      const parts = (
        [
          ["batch", o.mIoUD],
          ["image", o.mIoUI],
        ] as const
      ).filter(([, factor]) => (factor as number) > 0);
      if (o.log_loss && o.smooth === 0)
        throw new Error("jdt.JDTLoss: log_loss needs a smooth above 0: a score of 0 has no logarithm.");
      if (parts.length === 0) throw new Error("jdt.JDTLoss: give mIoUD or mIoUI a factor above 0.");
      return {
        loss: sum(...parts.map(([over, factor]) => scale(factor as number, tversky(o, over)))),
        link: "softmax",
      };
    },
  },
]);
