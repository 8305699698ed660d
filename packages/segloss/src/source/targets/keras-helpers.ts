import { lastRankLines, type PythonWords, rankParameters, skeletonErosion } from "../python-helpers.ts";
import type { HelperName, HelperShape } from "../target.ts";

const WORDS: PythonWords = {
  transpose: (array, axes) => `ops.transpose(${array}, (${axes}))`,
  reshape: (array, sizes) => `ops.reshape(${array}, ${/^(shape|-1)$/.test(sizes) ? sizes : `(${sizes})`})`,
  broadcast: (array, like) => `ops.broadcast_to(${array}, ops.shape(${like}))`,
};

const taken = (array: string): string => `ops.take_along_axis(${array}, order, axis=-1)`;

/** The functions that printed Keras code may call; pixels are the second axis, classes the last. */
export const KERAS_HELPERS: Readonly<Record<HelperName, (shape: HelperShape) => string>> = {
  ratio: () => `def _ratio(a, b, empty):
    """a / b, and the constant \`empty\` where both are at most 1e-30."""
    is_empty = ops.logical_and(ops.abs(a) <= 1e-30, ops.abs(b) <= 1e-30)
    return ops.where(is_empty, empty, a / ops.where(is_empty, 1.0, b))`,
  stop: () => "",
  logOthers: () => `def _log_of_others(z):
    """log(1 - softmax(z)) by the logits of the other classes: exact near p = 1."""
    own = ops.eye(z.shape[-1], dtype="bool")
    others = ops.logsumexp(ops.where(own, -1e30, z[..., None, :]), axis=-1)
    return others - ops.logsumexp(z, axis=-1, keepdims=True)`,
  lovaszWeights: (shape) => {
    const { to, back } = lastRankLines(WORDS, ["errors", "truth"], "steps", shape);
    return `def _lovasz_weights(${rankParameters("truth", shape)}):
    """Steps of the Jaccard loss by rank of the error, constants for the gradient.

    M. Berman, A. Rannen Triki, M. B. Blaschko, CVPR 2018, algorithm 1.
    """
    errors = ops.stop_gradient(errors) + ops.zeros_like(truth)
${to.replaceAll("errors.shape", "ops.shape(errors)")}
    order = ops.argsort(-errors, axis=-1)
    y = ${taken("truth")}
${shape.ranksWeights ? `    w = ${taken("weights")}\n    inside, outside = w * y, w * (1 - y)` : "    inside, outside = y, 1 - y"}
    all_inside = ops.sum(inside, axis=-1, keepdims=True)
    intersection = all_inside - ops.cumsum(inside, axis=-1)
    union = all_inside + ops.cumsum(outside, axis=-1)
    jaccard = ops.where(union > 0, 1 - intersection / ops.maximum(union, 1e-30), 0.0)
    before = ops.concatenate([ops.zeros_like(jaccard[..., :1]), jaccard[..., :-1]], axis=-1)
    steps = jaccard - before
    steps = ops.take_along_axis(steps, ops.argsort(order, axis=-1), axis=-1)
${back}`;
  },
  hardest: (shape) => {
    const { to, back } = lastRankLines(WORDS, ["errors"], "picked", shape);
    return `def _hardest(${rankParameters("share", shape)}):
    """1 for the given share of the pixels, those with the largest errors, else 0."""
    errors = ops.stop_gradient(errors)
${to.replaceAll("errors.shape", "ops.shape(errors)")}
${shape.ranksWeights ? '    counts = ops.cast(weights > 0, errors.dtype)\n    errors = ops.where(counts > 0, errors, -float("inf"))' : "    counts = ops.ones_like(errors)"}
    order = ops.argsort(-errors, axis=-1)
    chosen = share * ops.sum(counts, axis=-1, keepdims=True) * (1 + 1e-12)
    chosen = ops.maximum(ops.floor(chosen), 1)
    picked = ops.cast(ops.argsort(order, axis=-1) < chosen, counts.dtype) * counts
${back}`;
  },
  skeleton: ({ dimensions, channels }) => `def _soft_skeleton(image, iterations, space):
    """Soft skeleton of [n, pixels, ...] (S. Shit and others, clDice, CVPR 2021)."""

    def largest(x, *window):
        # Borders below every value: libraries pad differently.
        return ops.max_pool(x, window, strides=1, padding="same", data_format="channels_last")

    def erode(x):
${skeletonErosion(dimensions, (window) => `1 - largest(1 - x, ${window})`, "ops.minimum")}
        return least

    shape = ops.shape(image)
    image = ops.reshape(image, (shape[0], *space, ${channels === 1 ? "1" : "shape[-1]"}))
    skeleton = ops.zeros_like(image)
    for _ in range(iterations + 1):
        eroded = erode(image)
        ridge = ops.relu(image - largest(eroded, ${new Array(dimensions).fill(3).join(", ")}))
        skeleton = skeleton + ops.relu(ridge - skeleton * ridge)
        image = eroded
    return ops.reshape(skeleton, shape)`,
};
