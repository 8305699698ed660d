import type { HelperName, HelperShape } from "../target.ts";

/** The functions that printed TensorFlow.js code may call; pixels are the second axis, classes the last. */
export const TFJS_HELPERS: Readonly<Record<HelperName, (shape: HelperShape) => string>> = {
  ratio: () => `/** a / b, and the constant \`empty\` where both are 0. */
function ratio(a, b, empty) {
  const isEmpty = tf.mul(tf.sub(1, a.abs().step()), tf.sub(1, b.abs().step()));
  const quotient = a.mul(tf.sub(1, isEmpty)).div(b.add(isEmpty));
  return quotient.add(isEmpty.mul(empty));
}`,
  stop: () => `/** The values of a function of x, as constants for the gradient. */
function constant(x, f = (values) => values.clone()) {
  return tf.customGrad((values) => ({ value: f(values), gradFunc: () => tf.zerosLike(values) }))(x);
}`,
  logOthers: () => `/** log(1 - softmax(z)) by the logits of the other classes: exact near p = 1. */
function logOfOthers(z) {
  const classes = z.shape[z.shape.length - 1];
  const others = z.expandDims(-2).add(tf.eye(classes).mul(-1e30));
  return others.logSumExp(-1).sub(z.logSumExp(-1, true));
}`,
  lovaszWeights: (shape) => `/**
 * Steps of the Jaccard loss from the largest error down, constants for the gradient.
 * M. Berman, A. Rannen Triki, M. B. Blaschko, CVPR 2018, algorithm 1.
 */
function lovaszWeights(${parameters("truth", shape)}) {
  return constant(errors, (values) => {
    const full = values.add(tf.zerosLike(truth));
${shape.over.size > 1 ? "    const shape = full.shape;\n" : ""}    const order = tf.topk(${rows("full", shape)}, ${regionSize(shape)}).indices;
    const ranked = (x) => tf.gather(${rows("x.add(tf.zerosLike(full))", shape)}, order, 1, 1);
    const y = ranked(truth);
${
  shape.ranksWeights
    ? "    const w = ranked(weights);\n    const inside = w.mul(y);\n    const outside = w.sub(inside);"
    : "    const inside = y;\n    const outside = tf.sub(1, y);"
}
    const allInside = inside.sum(-1, true);
    const intersection = allInside.sub(inside.cumsum(1));
    const union = allInside.add(outside.cumsum(1));
    const jaccard = union.sub(intersection).div(union.maximum(1e-30));
    const steps = jaccard.sub(tf.concat([tf.zerosLike(jaccard.slice([0, 0], [-1, 1])), jaccard.slice([0, 0], [-1, ${regionSize(shape)} - 1])], 1));
    const back = tf.topk(order.neg(), ${regionSize(shape)}).indices;
    return ${fromRows("tf.gather(steps, back, 1, 1)", "full", shape)};
  });
}`,
  hardest: (shape) => `/** 1 for the given share of the pixels, those with the largest errors, else 0. */
function hardest(${parameters("share", shape)}) {
  return constant(errors, (full) => {
${shape.over.size > 1 ? "    const shape = full.shape;\n" : ""}    const list = ${rows("full", shape)};
${
  shape.ranksWeights
    ? `    const counts = ${rows("weights.add(tf.zerosLike(full))", shape)}.step();\n    const candidates = tf.where(counts.greater(0), list, -1e38);`
    : "    const counts = tf.onesLike(list);\n    const candidates = list;"
}
    const order = tf.topk(candidates, ${regionSize(shape)}).indices;
    const ranks = tf.topk(order.neg(), ${regionSize(shape)}).indices;
    const chosen = counts.sum(-1, true).mul(share).add(1e-5).floor().maximum(1);
    const picked = ranks.less(chosen).toFloat().mul(counts);
    return ${fromRows("picked", "full", shape)};
  });
}`,
  skeleton: ({
    dimensions,
  }) => `/** Soft skeleton of [n, pixels, ...] (S. Shit and others, clDice, CVPR 2021). */
function softSkeleton(image, iterations, space) {
  const channels = image.shape[2] ?? 1;
${largest(dimensions)}
  const erode = (x) =>
    ${erosion(dimensions)};
  let eroded = image.reshape([image.shape[0], ${dimensions === 1 ? "1, " : ""}...space, channels]);
  let skeleton = tf.zerosLike(eroded);
  for (let k = 0; k <= iterations; k++) {
    const before = eroded;
    eroded = erode(before);
    const ridge = before.sub(largest(eroded, ${new Array(dimensions).fill(3).join(", ")})).relu();
    skeleton = skeleton.add(ridge.sub(skeleton.mul(ridge)).relu());
  }
  return skeleton.reshape(image.shape);
}`,
};

function parameters(second: string, { ranksWeights, over }: HelperShape): string {
  const both = over.size > 1 ? ["overBatch = false"] : [];
  const weights = ranksWeights || over.size > 1 ? ["weights"] : [];
  return ["errors", second, ...weights, ...both].join(", ");
}

/** Regions in rows, all pixels of a region in one. */
function rows(x: string, { channels, over }: HelperShape): string {
  const batch =
    channels === 1 ? `${x}.reshape([1, -1])` : `${x}.transpose([2, 0, 1]).reshape([full.shape[2], -1])`;
  const image = channels === 1 ? x : `${x}.transpose([0, 2, 1]).reshape([-1, full.shape[1]])`;
  if (over.size > 1) return `(overBatch ? ${batch} : ${image})`;
  return over.has("batch") ? batch : image;
}

function regionSize({ over }: HelperShape): string {
  const batch = "full.shape[0] * full.shape[1]";
  if (over.size > 1) return "(overBatch ? full.shape[0] : 1) * full.shape[1]";
  return over.has("batch") ? batch : "full.shape[1]";
}

function fromRows(x: string, full: string, { channels, over }: HelperShape): string {
  const batch =
    channels === 1
      ? `${x}.reshape(${full}.shape)`
      : `${x}.reshape([${full}.shape[2], ${full}.shape[0], ${full}.shape[1]]).transpose([1, 2, 0])`;
  const image =
    channels === 1
      ? x
      : `${x}.reshape([${full}.shape[0], ${full}.shape[2], ${full}.shape[1]]).transpose([0, 2, 1])`;
  if (over.size > 1) return `overBatch ? ${batch} : ${image}`;
  return over.has("batch") ? batch : image;
}

/** The largest value of a window: pooling in 2-D alone, volumes slice by slice and then from slice to slice. */
function largest(dimensions: number): string {
  if (dimensions === 1) return '  const largest = (x, width) => tf.maxPool(x, [1, width], 1, "same");';
  if (dimensions === 2) return '  const largest = (x, ...window) => tf.maxPool(x, window, 1, "same");';
  return `  const [depth, height, width] = space;
  const largest = (x, ...window) => {
    const slices = tf.maxPool(x.reshape([-1, height, width, channels]), window.slice(1), 1, "same");
    const stacks = slices.reshape([-1, depth, height * width, channels]);
    return tf.maxPool(stacks, [window[0], 1], 1, "same").reshape(x.shape);
  };`;
}

function erosion(dimensions: number): string {
  const windows = Array.from({ length: dimensions }, (_, axis) =>
    Array.from({ length: dimensions }, (_, k) => (k === axis ? 3 : 1)).join(", "),
  );
  const least = windows.map((window) => `largest(x.neg(), ${window}).neg()`);
  return least.reduce((a, b) => `tf.minimum(${a}, ${b})`);
}
