import type { HelperName, HelperShape } from "../target.ts";

/** The functions that printed TensorFlow.js code may call; pixels are the second axis, classes the last. */
export const TFJS_HELPERS: Readonly<Record<HelperName, (shape: HelperShape) => string>> = {
  ratio: () => `/** a / b, and the constant \`empty\` where both are at most 1e-30. */
function ratio(a, b, empty) {
  const isAbove = (x) => x.abs().sub(1e-30).step();
  const isEmpty = tf.mul(tf.sub(1, isAbove(a)), tf.sub(1, isAbove(b)));
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
 * Steps of the Jaccard loss by rank of the error, constants for the gradient.
 * M. Berman, A. Rannen Triki, M. B. Blaschko, CVPR 2018, algorithm 1.
 */
function lovaszWeights(${parameters("truth", shape)}) {
  return constant(errors, (values) => {
    const full = values.add(tf.zerosLike(truth));
${rowLines(shape)}
    const order = tf.topk(toRows(full), size).indices;
    const ranked = (x) => tf.gather(toRows(x.add(tf.zerosLike(full))), order, 1, 1);
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
    const before = tf.pad(jaccard.slice([0, 0], [-1, size - 1]), [[0, 0], [1, 0]]);
    const back = tf.topk(order.neg(), size).indices;
    return fromRows(tf.gather(jaccard.sub(before), back, 1, 1));
  });
}`,
  hardest: (shape) => `/** 1 for the given share of the pixels, those with the largest errors, else 0. */
function hardest(${parameters("share", shape)}) {
  return constant(errors, (full) => {
${rowLines(shape)}
${
  shape.ranksWeights
    ? "    const counts = toRows(weights.add(tf.zerosLike(full))).step();\n    const candidates = tf.where(counts.greater(0), toRows(full), -1e38);"
    : "    const candidates = toRows(full);\n    const counts = tf.onesLike(candidates);"
}
    const order = tf.topk(candidates, size).indices;
    const ranks = tf.topk(order.neg(), size).indices;
    const chosen = counts.sum(-1, true).mul(share).add(1e-5).floor().maximum(1);
    return fromRows(ranks.less(chosen).toFloat().mul(counts));
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

/** Statements that bring the pixels of each region into a row, and rows back to where they came from. */
function rowLines({ channels, over }: HelperShape): string {
  const flat = { to: "x.reshape([1, -1])", back: "x.reshape(full.shape)", size: "full.size" };
  const none = { to: "x", back: "x", size: "full.shape[1]" };
  const classes = (axes: string, sizes: string, back: string, size: string) => ({
    to: `x.transpose([${axes}]).reshape([-1, size])`,
    back: `x.reshape([${sizes}]).transpose([${back}])`,
    size,
  });
  const batch =
    channels === 1 ? flat : classes("2, 0, 1", "classes, images, pixels", "1, 2, 0", "images * pixels");
  const image = channels === 1 ? none : classes("0, 2, 1", "images, classes, pixels", "0, 2, 1", "pixels");
  const choose = (part: "to" | "back" | "size"): string => {
    if (over.size > 1) return `overBatch ? ${batch[part]} : ${image[part]}`;
    return (over.has("batch") ? batch : image)[part];
  };
  return [
    ...(channels === 1 ? [] : ["const [images, pixels, classes] = full.shape;"]),
    `const size = ${choose("size")};`,
    `const toRows = (x) => (${choose("to")});`,
    `const fromRows = (x) => (${choose("back")});`,
  ]
    .map((line) => `    ${line.replace(/=> \((x|x\.[^?]*)\);$/, "=> $1;")}`)
    .join("\n");
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
