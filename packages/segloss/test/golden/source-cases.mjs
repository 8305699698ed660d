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

/** @type {readonly (Omit<SourceCase, "name" | "space"> & { space?: readonly number[] })[]} */
const FURTHER = [
  ...["dice", "focal(gamma=2)", "lovasz", "jaccard", "mcc"].map((loss) => sigmoidOf(loss, 3)),
  ...["dice", "crossEntropy", "lovasz", "generalizedDice"].map((loss) => ({
    ...softmaxOf(loss),
    targets: "soft",
  })),
  ...["dice", "crossEntropy", "focal(gamma=2)", "jaccard(squared=true)", "lovasz"].flatMap((loss) => [
    { loss, channels: 1, link: "none" },
    { loss, channels: 3, link: "none" },
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
  { ...softmaxOf("lovasz(over=image) + 0.5*lovasz"), weights: true },
  { loss: "lovasz + lovaszHinge(over=image)", channels: 1, link: "sigmoid", weights: true },
  {
    loss: "topKCrossEntropy(share=0.3, over=image) + ohemCrossEntropy",
    channels: 1,
    link: "sigmoid",
    ignore: 255,
  },
  { loss: "topKCrossEntropy(share=0.3, over=image)", channels: 3, link: "softmax", ignore: 255 },
  { loss: "dice + 0.5*focal", channels: 1, link: "sigmoid" },
  { loss: "dice + 0.5*focal - 0.25*lovasz", channels: 3, link: "softmax", ignore: 255 },
  { loss: "ramp(1, 0.1)*dice + ramp(0.1, 1, start=0.25)*boundary", channels: 3, link: "softmax" },
  { loss: "exp(-progress)*mean(p*y)", channels: 1, link: "sigmoid" },
  { loss: "distanceCrossEntropy(cells=classes, sigma=2)", channels: 3, link: "softmax", ignore: 255 },
  { loss: "softClDice(iterations=2)", channels: 1, link: "sigmoid", space: [9] },
  { loss: "softClDice(iterations=1)", channels: 1, link: "sigmoid", space: [3, 4, 4] },
  { loss: "softClDice(background=false) + dice", channels: 3, link: "softmax", space: [6, 5], mask: true },
  { loss: 'formula("mean(m*(p - y)^2)", maps=[m])', channels: 3, link: "softmax", ignore: 255 },
  {
    loss: 'formula("mean(m*abs(p - y)) + k*sum(m*p)/sum(m)", maps=[m], k=0.5)',
    channels: 1,
    link: "sigmoid",
  },
  { loss: "mean((p - mean(p))^2)", channels: 1, link: "sigmoid" },
  { loss: "mean((p - mean(p))^2)", channels: 3, link: "softmax", ignore: 255 },
  { loss: 'formula("mean((p - mean(p))^2)", over=batch)', channels: 3, link: "sigmoid" },
  {
    loss: "sum(p*stop(p - y))/sum(1 + stop(p)) + mean(tanh(z)*cosh(z/4)*sinh(z/3))",
    channels: 1,
    link: "sigmoid",
  },
  { loss: "mean(total(isLargest(z)*(1 - p)*largest(p)))", channels: 3, link: "softmax" },
  {
    loss: "mean(softplus(z) + relu(z - 0.1) + sqrt(1 + z^2) + log1p(z^2) + log(2 + z^2) + sigmoid(2*z))",
    channels: 1,
    link: "sigmoid",
  },
  {
    loss: "mean(clip(p, 0.25, 0.75)*min(z, y) + max(z, 0.3)^3 + 2^z + sign(z - 0.1)*z)",
    channels: 3,
    link: "softmax",
  },
  { loss: "total(mean(p)*mean(total(p*y)))/total(mean(y) + 0.1)", channels: 3, link: "softmax" },
  { loss: "monai.DiceLoss(softmax=true)", channels: 3, link: "softmax" },
  { loss: "monai.GeneralizedDiceLoss(softmax=true)", channels: 3, link: "softmax" },
  { loss: "monai.DiceFocalLoss(sigmoid=true, gamma=3)", channels: 1, link: "sigmoid" },
  { loss: "monai.TverskyLoss(sigmoid=true, alpha=0.3, beta=0.7)", channels: 1, link: "sigmoid" },
  { loss: "monai.SoftclDiceLoss", channels: 3, link: "none" },
  { loss: "smp.LovaszLoss(mode=multiclass)", channels: 3, link: "softmax" },
  { loss: "keras.Dice", channels: 3, link: "none" },
  { loss: "keras.CategoricalFocalCrossentropy(from_logits=true)", channels: 3, link: "softmax" },
  { loss: "optax.dice_loss", channels: 3, link: "softmax" },
  { loss: "torch.CrossEntropyLoss(weight=[1, 2, 3])", channels: 3, link: "softmax", ignore: 255 },
  { loss: "torch.BCEWithLogitsLoss", channels: 1, link: "sigmoid" },
];

/** @param {string} loss @param {number} channels */
function sigmoidOf(loss, channels) {
  return { loss, channels, link: /** @type {const} */ ("sigmoid"), weights: true };
}

/** @param {string} loss */
function softmaxOf(loss) {
  return { loss, channels: 3, link: /** @type {const} */ ("softmax") };
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
  const further = FURTHER.map((c) => ({
    space: [4, 3],
    .../** @type {Omit<SourceCase, "name" | "space">} */ (c),
  }));
  return [...catalogue, ...further].map((c) => ({ ...c, name: nameOf(c) }));
}
