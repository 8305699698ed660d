import {
  balancedCrossEntropy,
  crossEntropy,
  dice,
  distanceCrossEntropy,
  focal,
  jaccard,
  type Loss,
  lovasz,
  lovaszHinge,
  overRegion,
  parseLoss,
  softClDice,
  tversky,
  weightedCrossEntropy,
} from "segloss";

/** Losses with every option that changes their formula or region, for a number of channels. */
export function gradientLosses(channels: number): Readonly<Record<string, Loss>> {
  return { ...ofAny(), ...(channels > 1 ? ofSeveral(channels) : {}) };
}

function ofAny(): Readonly<Record<string, Loss>> {
  return {
    crossEntropy: crossEntropy(),
    "crossEntropy smoothed over images": crossEntropy({ labelSmoothing: 0.1, over: "image" }),
    "crossEntropy normalized": crossEntropy({ normalize: true }),
    weightedCrossEntropy: weightedCrossEntropy({ beta: 2.5 }),
    balancedCrossEntropy: balancedCrossEntropy({ normalize: true }),
    "balancedCrossEntropy, beta over images": balancedCrossEntropy({ beta: 0.8, over: "image" }),
    "balancedCrossEntropy, clip": balancedCrossEntropy({ clip: 0.4 }),
    focal: focal(),
    "focal 0": focal({ gamma: 0 }),
    "focal 1 with alpha": focal({ gamma: 1, alpha: 0.25 }),
    "focal 0.5 normalized": focal({ gamma: 0.5, normalize: true }),
    "focal 3.7": focal({ gamma: 3.7 }),
    distanceCrossEntropy: distanceCrossEntropy({ sigma: 2 }),
    "distanceCrossEntropy, classes, spacing": distanceCrossEntropy({
      ...{ sigma: 2, cells: "classes", spacing: [0.5, 2] },
    }),
    "distanceCrossEntropy, instances, background": distanceCrossEntropy({
      ...{ cells: "instances", where: "background", w0: 3 },
    }),
    "distanceCrossEntropy, additive": distanceCrossEntropy({ form: "additive" }),
    dice: dice(),
    "dice of sums": dice({ squared: false }),
    "dice smooth over the batch": dice({ smooth: 1, over: "batch" }),
    jaccard: jaccard(),
    "jaccard squared, smooth": jaccard({ squared: true, smooth: 0.3 }),
    tversky: tversky({ alpha: 0.3, beta: 0.7 }),
    "tversky smooth over the batch": tversky({ alpha: 1, beta: 0, smooth: 2, over: "batch" }),
    lovasz: lovasz(),
    "lovasz over images": lovasz({ over: "image", classes: "all" }),
    lovaszHinge: lovaszHinge(),
    "lovaszHinge over the batch": lovaszHinge({ over: "batch" }),
    softClDice: softClDice(),
    "softClDice of one erosion over the batch": softClDice({ iterations: 1, over: "batch", smooth: 0.2 }),
    "a sum": parseLoss("dice(smooth=1) + 0.5*focal(alpha=0.3) - 0.3*crossEntropy + 2*lovasz(over=image)"),
    "a sum over images": overRegion(parseLoss("dice + lovasz + crossEntropy"), "image"),
  };
}

function ofSeveral(channels: number): Readonly<Record<string, Loss>> {
  const perClass = Array.from({ length: channels }, (_, c) => 0.5 + 0.75 * c);
  return {
    "crossEntropy, class weights, normalized": crossEntropy({ classWeights: perClass, normalize: true }),
    "crossEntropy, smoothed, no background": crossEntropy({ labelSmoothing: 0.3, background: false }),
    "weightedCrossEntropy of one class": weightedCrossEntropy({ beta: 3, classes: [channels - 1] }),
    "focal of each class": focal({ gamma: perClass, alpha: perClass }),
    "focal, whole gammas": focal({ gamma: perClass.map((_, c) => c), classWeights: perClass }),
    "distanceCrossEntropy, class weights": distanceCrossEntropy({ classWeights: perClass, sigma: 1 }),
    "dice pooled": dice({ pooled: true }),
    "dice pooled, smooth, no background": dice({
      pooled: true,
      squared: false,
      smooth: 1,
      background: false,
    }),
    "dice of present classes": dice({ classes: "present" }),
    "dice of a list with class weights": dice({ classes: [0, channels - 1], classWeights: perClass }),
    "jaccard pooled over the batch": jaccard({ pooled: true, over: "batch" }),
    "tversky of one class": tversky({ alpha: 0.7, beta: 0.3, classes: [1] }),
    "lovasz with class weights": lovasz({ classWeights: perClass, background: false, classes: "all" }),
    "lovasz of a list": lovasz({ classes: [1] }),
  };
}
