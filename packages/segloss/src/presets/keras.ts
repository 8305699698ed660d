import { shown } from "../door/shown.ts";
import type { LinkName } from "../links/index.ts";
import type { Loss, OptionValue } from "../losses/loss.ts";
import type { OptionSpec, OptionSpecs } from "../losses/option.ts";
import { COUNTS, formulaOver, given, mixedFocal } from "./overlap.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { DETACHED, flag, ignoredLabel, list, orNone, perClass, real, refuse, word } from "./specs.ts";

type Options = Readonly<Record<string, OptionValue>>;

const REDUCTION: OptionSpec = orNone(
  word(
    "sum_over_batch_size",
    ["sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none"],
    "sum: added up; none: trained on as the mean, its values come from lossValues",
  ),
  "none",
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
const FREE = { dtype: "values are summed in float64", name: DETACHED };
const CHANNEL_AXIS = { axis: refuse("the layout of the data says where the channels are", -1, 1) };
const CLIPPED = "probabilities: Keras clips them at 1e-7, here log 0 is an error";

/**
 * Sums over the axes as regions: with the batch axis over the batch, with the channels pooled. What they leave is
 * averaged, or added up.
 */
function overAxes({ axis, reduction }: Options, each: string, where: string, parameters: Options): Loss {
  const axes = (axis === null ? [0, -1] : [axis].flat()) as number[];
  const pooled = axes.some((a) => a === -1 || a > 2);
  const over = axes.includes(0) ? "batch" : "image";
  const sum = `${over === "image" ? "images*" : ""}${pooled ? "" : "total"}(${each})`;
  return formulaOver({ over, pooled }, `${reduction === "sum" ? sum : each}${where}`, parameters);
}

/** A pixel's loss in the formula of the whole: Keras' value of a pixel is the mean over independent channels. */
function overPixels({ reduction }: Options, each: string, where: string, parameters: Options): Loss {
  const normalize = reduction === "mean_with_sample_weight";
  const formula = `${reduction === "sum" ? "sum" : "mean"}(${each})${where}`;
  return formulaOver({ over: "batch", normalize }, formula, parameters);
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
  return from_logits ? "r = p, logr = logp" : "r = p/total(p), logr = logp - log(total(p))";
}

const categorical: Omit<PresetDefinition, "name"> = {
  summary: "crossEntropy of classes that exclude each other",
  options: FROM_LOGITS,
  refused: CHANNEL_AXIS,
  withoutEffect: FREE,
  note: CLIPPED,
  build: (o) => ({
    loss: overPixels(o, "total(-((1 - s)*y + s/C)*logr)", ` where ${normalized(o)}`, {
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
    withoutEffect: FREE,
    note: "nothing true and nothing predicted: loss 1, as there",
    build: (o) => ({
      loss: overAxes(o, "1 - 2*sum(p*y)/(sum(y) + sum(p) + 1e-7)", "", {}),
      link: "none",
    }),
  },
  {
    name: "Tversky",
    summary: "tversky of everything pooled: batch, space and classes",
    options: TVERSKY_OPTIONS,
    withoutEffect: FREE,
    build(o) {
      const [alpha, beta] = swapped(o.version) ? [o.beta, o.alpha] : [o.alpha, o.beta];
      const each = "1 - tp/(tp + alpha*fp + beta*fn + 1e-7)";
      return { loss: overAxes(o, each, ` where ${COUNTS}`, { alpha, beta }), link: "none" };
    },
  },
  { name: "CategoricalCrossentropy", ...categorical },
  {
    name: "SparseCategoricalCrossentropy",
    ...categorical,
    options: { from_logits: FROM_LOGITS.from_logits, reduction: REDUCTION },
    refused: { ...CHANNEL_AXIS, ignore_class: ignoredLabel() },
    build: (o) => categorical.build({ ...o, label_smoothing: 0 }),
  },
  {
    name: "BinaryCrossentropy",
    summary: "crossEntropy of each channel on its own",
    options: FROM_LOGITS,
    refused: CHANNEL_AXIS,
    withoutEffect: FREE,
    note: CLIPPED,
    build: (o) => ({
      loss: overPixels(o, "-t*logp - (1 - t)*log1mp", " where t = (1 - s)*y + s/2", {
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
    refused: CHANNEL_AXIS,
    withoutEffect: FREE,
    note: CLIPPED,
    build: (o) => ({
      loss: overPixels(
        o,
        "total(-alpha*t*(1 - r)^gamma*logr)",
        ` where t = (1 - s)*y + s/C, ${normalized(o)}`,
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
    refused: CHANNEL_AXIS,
    withoutEffect: FREE,
    note: CLIPPED,
    build(o) {
      const alpha = o.apply_class_balancing ? o.alpha : null;
      const each = mixedFocal(alpha);
      const parameters = { gamma: o.gamma, ...given("alpha", alpha) };
      if (o.label_smoothing === 0)
        return { loss: overPixels(o, each, "", parameters), link: link(o, "sigmoid") };
      return {
        loss: overPixels(o, each.replaceAll(/\by\b/g, "t"), " where t = (1 - s)*y + s/2", {
          ...parameters,
          s: o.label_smoothing,
        }),
        link: link(o, "sigmoid"),
      };
    },
  },
  {
    name: "CategoricalGeneralizedCrossEntropy",
    summary: "generalizedCrossEntropy of probabilities",
    options: { q: real(0.5, "towards 0 cross entropy, 1 absolute error", 1e-3), reduction: REDUCTION },
    withoutEffect: FREE,
    build: (o) => ({
      loss: overPixels(o, "total(y*(1 - p^k)/k)", "", { k: o.q }),
      link: "none",
    }),
  },
]);
