import { shown } from "../door/shown.ts";
import type { LinkName } from "../links/index.ts";
import { generalizedCrossEntropy } from "../losses/generalized-cross-entropy.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import type { OptionSpec, OptionSpecs } from "../losses/option.ts";
import { COUNTS, formulaOver } from "./overlap.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { BY_COMPILE, flag, list, perClass, real, word } from "./specs.ts";

type Options = Readonly<Record<string, OptionValue>>;

const REDUCTION: OptionSpec = word(
  "sum_over_batch_size",
  ["sum_over_batch_size", "mean"],
  "only the mean is one number to train on",
);
const AXIS: OptionSpec = list(
  null,
  "axes of the sums, channels last: not set all, [1, 2] those of the image",
);
const FROM_LOGITS: OptionSpecs = {
  from_logits: flag(false, "whether the input is logits instead of probabilities"),
  label_smoothing: real(0, "mass moved from the label", 0),
  reduction: REDUCTION,
};
const NO_MEANING = { dtype: "values are summed in float64", name: "a loss has no name here" };
const REFUSED = { ...NO_MEANING, axis: "channels are known" };
const CLIPPED = "probabilities: Keras clips them at 1e-7, here log 0 is an error";

/** Sums over the axes as regions: with the batch axis over the batch, with the channels pooled. */
function overAxes(axis: OptionValue, formula: string, parameters: Options): Loss {
  const axes = (axis === null ? [0, -1] : [axis].flat()) as number[];
  const channels = axes.some((a) => a === -1 || a > 2);
  return formulaOver({ over: axes.includes(0) ? "batch" : "image", pooled: channels }, formula, parameters);
}

/** Up to 3.15.1 alpha was on the misses. */
function swapped(version: OptionValue): boolean {
  if (version === null) return false;
  const [major, minor, patch = 0] = String(version).split(".").map(Number);
  if (![major, minor, patch].every(Number.isInteger))
    throw new Error(`keras.Tversky: version must be one such as "3.15.1", got ${shown(version)}.`);
  return major < 3 || (major === 3 && (minor < 15 || (minor === 15 && patch <= 1)));
}

function link(o: Options, logits: LinkName): LinkName {
  return o.from_logits ? logits : "none";
}

/** Probabilities of exclusive classes are divided by their sum first: the value is the same, the gradient is not. */
function normalized({ from_logits }: Options): string {
  return from_logits ? "r = p" : "r = p/total(p)";
}

const categorical: Omit<PresetDefinition, "name"> = {
  summary: "crossEntropy of classes that exclude each other",
  options: FROM_LOGITS,
  refused: { ...REFUSED, ignore_class: BY_COMPILE },
  note: CLIPPED,
  build: (o) => ({
    loss: formulaOver({ over: "batch" }, `mean(total(-((1 - s)*y + s/C)*log(r))) where ${normalized(o)}`, {
      s: o.label_smoothing,
    }),
    link: link(o, "softmax"),
  }),
};

const TVERSKY_OPTIONS: OptionSpecs = {
  alpha: real(0.5, "price of false positives (of misses up to 3.15.1)", 0),
  beta: real(0.5, "price of misses (of false positives up to 3.15.1)", 0),
  axis: AXIS,
  reduction: REDUCTION,
  version: {
    kind: "text",
    default: null,
    doc: 'whose numbers: "3.15.1" and before have alpha and beta exchanged',
  },
};

/** Keras' losses under its names; probabilities in unless from_logits. */
export const keras: Readonly<Record<string, Preset>> = presetsOf("keras", [
  {
    name: "Dice",
    summary: "dice of everything pooled: batch, space and classes",
    options: { axis: AXIS, reduction: REDUCTION },
    refused: NO_MEANING,
    note: "nothing true and nothing predicted: loss 1, as there",
    build: ({ axis }) => ({
      loss: overAxes(axis, "1 - 2*sum(p*y)/(sum(y) + sum(p) + 1e-7)", {}),
      link: "none",
    }),
  },
  {
    name: "Tversky",
    summary: "tversky of everything pooled: batch, space and classes",
    options: TVERSKY_OPTIONS,
    refused: NO_MEANING,
    build({ alpha, beta, axis, version }) {
      const [a, b] = swapped(version) ? [beta, alpha] : [alpha, beta];
      const formula = `1 - tp/(tp + alpha*fp + beta*fn + 1e-7) where ${COUNTS}`;
      return { loss: overAxes(axis, formula, { alpha: a, beta: b }), link: "none" };
    },
  },
  { name: "CategoricalCrossentropy", ...categorical },
  {
    name: "SparseCategoricalCrossentropy",
    ...categorical,
    options: { from_logits: FROM_LOGITS.from_logits, reduction: REDUCTION },
    build: (o) => categorical.build({ ...o, label_smoothing: 0 }),
  },
  {
    name: "BinaryCrossentropy",
    summary: "crossEntropy of each channel on its own",
    options: FROM_LOGITS,
    refused: REFUSED,
    note: CLIPPED,
    build: (o) => ({
      loss: formulaOver({ over: "batch" }, "mean(-t*logp - (1 - t)*log1mp) where t = (1 - s)*y + s/2", {
        s: o.label_smoothing,
      }),
      link: link(o, "sigmoid"),
    }),
  },
  {
    name: "CategoricalFocalCrossentropy",
    summary: "focal of classes that exclude each other; alpha on every class",
    options: {
      alpha: { ...perClass("factor of all classes, or one per class"), default: 0.25 },
      gamma: real(2, "focusing exponent", 0),
      ...FROM_LOGITS,
    },
    refused: REFUSED,
    note: CLIPPED,
    build: (o) => ({
      loss: formulaOver(
        { over: "batch" },
        `mean(total(-alpha*t*(1 - r)^gamma*log(r))) where t = (1 - s)*y + s/C, ${normalized(o)}`,
        {
          alpha: o.alpha,
          gamma: o.gamma,
          s: o.label_smoothing,
        },
      ),
      link: link(o, "softmax"),
    }),
  },
  {
    name: "BinaryFocalCrossentropy",
    summary: "focal of each channel on its own; alpha with apply_class_balancing only",
    options: {
      apply_class_balancing: flag(false, "whether alpha counts"),
      alpha: real(0.25, "weight of positives, 1 - alpha of negatives", 0),
      gamma: real(2, "focusing exponent", 0),
      ...FROM_LOGITS,
    },
    refused: REFUSED,
    note: CLIPPED,
    build(o) {
      const [a, b] = o.apply_class_balancing ? ["alpha*", "(1 - alpha)*"] : ["", ""];
      const fade = "(1 - (t*p + (1 - t)*(1 - p)))^gamma";
      const weight = a === "" ? "" : "(alpha*t + (1 - alpha)*(1 - t))*";
      return {
        loss: formulaOver(
          { over: "batch" },
          o.label_smoothing === 0
            ? `mean(-${a}y*(1 - p)^gamma*logp - ${b}(1 - y)*p^gamma*log1mp)`
            : `mean(${weight}${fade}*(-t*logp - (1 - t)*log1mp)) where t = (1 - s)*y + s/2`,
          {
            gamma: o.gamma,
            ...(a === "" ? {} : { alpha: o.alpha }),
            ...(o.label_smoothing === 0 ? {} : { s: o.label_smoothing }),
          },
        ),
        link: link(o, "sigmoid"),
      };
    },
  },
  {
    name: "CategoricalGeneralizedCrossEntropy",
    summary: "generalizedCrossEntropy of probabilities",
    options: { q: real(0.5, "towards 0 cross entropy, 1 absolute error", 1e-3), reduction: REDUCTION },
    refused: REFUSED,
    build: ({ q }) => ({ loss: generalizedCrossEntropy({ q: q as number }), link: "none" }),
  },
]);
