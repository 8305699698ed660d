// What source code is printed and run for: every loss of the catalogue in four settings, and what else a loss may be.
import { LOSSES } from "segloss";

/**
 * @typedef {object} SourceCase
 * @property {string} name
 * @property {string} loss
 * @property {readonly number[]} space
 * @property {number} channels
 * @property {"sigmoid" | "softmax" | "none"} link
 * @property {"indices" | "soft"} [targets]
 * @property {number} [ignore]
 * @property {boolean} [weights]
 * @property {boolean} [mask]
 * @property {boolean} [emptyImage] whether all pixels of the last image are left out
 */

/** @type {readonly Omit<SourceCase, "name" | "loss">[]} */
const SETTINGS = [
  { space: [3, 5], channels: 1, link: "sigmoid" },
  { space: [4, 4], channels: 3, link: "softmax" },
  { space: [4, 5], channels: 3, link: "softmax", ignore: 255, weights: true },
  { space: [3, 4], channels: 1, link: "sigmoid", ignore: 255, mask: true, emptyImage: true },
];

const FURTHER = [
  ...["dice", "focal(gamma=2)", "lovasz", "jaccard", "mcc"].map((loss) => sigmoidOf(loss, 3)),
  ...["dice", "crossEntropy", "lovasz", "generalizedDice"].map((loss) =>
    of(loss, 3, "softmax", { targets: "soft" }),
  ),
  ...["dice", "crossEntropy", "focal(gamma=2)", "jaccard(squared=true)", "lovasz"].flatMap((loss) => [
    of(loss, 1, "none"),
    of(loss, 3, "none"),
  ]),
  softmaxOf("dice(over=batch, background=false)"),
  softmaxOf("dice(classes=present, classWeights=[1, 2, 3])"),
  softmaxOf("dice(classes=[2], smooth=1)"),
  softmaxOf("dice(pooled=true)"),
  softmaxOf("focal(gamma=[0.5, 2, 3], alpha=[0.25, 0.5, 1])"),
  softmaxOf("crossEntropy(classWeights=[1, 2, 3], labelSmoothing=0.1)"),
  softmaxOf("crossEntropy(classWeights=[1, 2, 3], normalize=true, over=image)"),
  softmaxOf("lovasz(over=image, classes=all)"),
  softmaxOf("lovasz + lovasz(over=image)"),
  of("lovasz(over=image) + 0.5*lovasz", 3, "softmax", { weights: true }),
  of("lovasz + lovaszHinge(over=image)", 1, "sigmoid", { weights: true }),
  of("topKCrossEntropy(share=0.3, over=image) + ohemCrossEntropy", 1, "sigmoid", { ignore: 255 }),
  of("topKCrossEntropy(share=0.3, over=image)", 3, "softmax", { ignore: 255 }),
  of("dice + 0.5*focal", 1, "sigmoid"),
  of("dice + 0.5*focal - 0.25*lovasz", 3, "softmax", { ignore: 255 }),
  of("ramp(1, 0.1)*dice + ramp(0.1, 1, start=0.25)*boundary", 3, "softmax"),
  of("exp(-progress)*mean(p*y)", 1, "sigmoid"),
  of("distanceCrossEntropy(cells=classes, sigma=2)", 3, "softmax", { ignore: 255 }),
  of("softClDice(iterations=2)", 1, "sigmoid", { space: [9] }),
  of("softClDice(iterations=1)", 1, "sigmoid", { space: [3, 4, 4] }),
  of("softClDice(background=false) + dice", 3, "softmax", { space: [6, 5], mask: true }),
  of('formula("mean(m*(p - y)^2)", maps=[m])', 3, "softmax", { ignore: 255 }),
  of('formula("mean(m*abs(p - y)) + k*sum(m*p)/sum(m)", maps=[m], k=0.5)', 1, "sigmoid"),
  of("mean((p - mean(p))^2)", 1, "sigmoid"),
  of("mean((p - mean(p))^2)", 3, "softmax", { ignore: 255 }),
  of('formula("mean((p - mean(p))^2)", over=batch)', 3, "sigmoid"),
  of("sum(p*stop(p - y))/sum(1 + stop(p)) + mean(tanh(z)*cosh(z/4)*sinh(z/3))", 1, "sigmoid"),
  of("mean(total(isLargest(z)*(1 - p)*largest(p)))", 3, "softmax"),
  of(
    "mean(softplus(z) + relu(z - 0.1) + sqrt(1 + z^2) + log1p(z^2) + log(2 + z^2) + sigmoid(2*z))",
    1,
    "sigmoid",
  ),
  of("mean(clip(p, 0.25, 0.75)*min(z, y) + max(z, 0.3)^3 + 2^z + sign(z - 0.1)*z)", 3, "softmax"),
  of("total(mean(p)*mean(total(p*y)))/total(mean(y) + 0.1)", 3, "softmax"),
  of("monai.DiceLoss(softmax=true)", 3, "softmax"),
  of("monai.GeneralizedDiceLoss(softmax=true)", 3, "softmax"),
  of("monai.DiceFocalLoss(sigmoid=true, gamma=3)", 1, "sigmoid"),
  of("monai.TverskyLoss(sigmoid=true, alpha=0.3, beta=0.7)", 1, "sigmoid"),
  of("monai.SoftclDiceLoss", 3, "none"),
  of("smp.LovaszLoss(mode=multiclass)", 3, "softmax"),
  of("keras.Dice", 3, "none"),
  of("keras.CategoricalFocalCrossentropy(from_logits=true)", 3, "softmax"),
  of("optax.dice_loss", 3, "softmax"),
  of("torch.CrossEntropyLoss(weight=[1, 2, 3])", 3, "softmax", { ignore: 255 }),
  of("torch.BCEWithLogitsLoss", 1, "sigmoid"),
];

/**
 * @param {string} loss
 * @param {number} channels
 * @param {SourceCase["link"]} link
 * @param {Partial<Omit<SourceCase, "name" | "loss" | "channels" | "link">>} more
 */
function of(loss, channels, link, more = {}) {
  return { space: [4, 3], ...more, loss, channels, link };
}

/** @param {string} loss @param {number} channels */
function sigmoidOf(loss, channels) {
  return of(loss, channels, "sigmoid", { weights: true });
}

/** @param {string} loss */
function softmaxOf(loss) {
  return of(loss, 3, "softmax");
}

/** @param {Omit<SourceCase, "name">} c */
function nameOf({ loss, space, channels, link, targets, ignore, weights, mask }) {
  const parts = [
    `${space.join("x")}x${channels}`,
    link,
    ...(targets === "soft" ? ["soft"] : []),
    ...(ignore === undefined ? [] : [`ignore ${ignore}`]),
    ...(weights ? ["weights"] : []),
    ...(mask ? ["mask"] : []),
  ];
  return `${loss}: ${parts.join(", ")}`;
}

/** @returns {SourceCase[]} */
export function sourceCases() {
  const catalogue = LOSSES.flatMap(({ definition: { name } }) =>
    SETTINGS.map((setting) => ({
      loss: name === "softClDice" && setting.channels > 1 ? "softClDice(background=false)" : name,
      ...setting,
    })),
  );
  return [...catalogue, ...FURTHER].map((c) => ({ ...c, name: nameOf(c) }));
}
