import { lastRankLines, type PythonWords, rankParameters, skeletonErosion } from "../python-helpers.ts";
import type { HelperName, HelperShape } from "../target.ts";

const WORDS: PythonWords = {
  transpose: (array, axes) => `${array}.transpose(${axes})`,
  reshape: (array, sizes) => `${array}.reshape(${sizes})`,
  broadcast: (array, like) => `jnp.broadcast_to(${array}, ${like}.shape)`,
};

/** The functions that printed JAX code may call; pixels are the second axis, classes the last. */
export const JAX_HELPERS: Readonly<Record<HelperName, (shape: HelperShape) => string>> = {
  ratio: () => `def _ratio(a, b, empty):
    """a / b, and the constant \`empty\` where both are at most 1e-30."""
    is_empty = (jnp.abs(a) <= 1e-30) & (jnp.abs(b) <= 1e-30)
    return jnp.where(is_empty, empty, a / jnp.where(is_empty, 1.0, b))`,
  stop: () => "",
  logOthers: () => `def _log_of_others(z):
    """log(1 - softmax(z)) by the logits of the other classes: exact near p = 1."""
    own = jnp.eye(z.shape[-1], dtype=bool)
    others = jax.nn.logsumexp(jnp.where(own, -1e30, z[..., None, :]), axis=-1)
    return others - jax.nn.logsumexp(z, axis=-1, keepdims=True)`,
  lovaszWeights: (shape) => {
    const { to, back } = lastRankLines(WORDS, ["errors", "truth"], "steps", shape);
    return `def _lovasz_weights(${rankParameters("truth", shape)}):
    """Steps of the Jaccard loss by rank of the error, constants for the gradient.

    M. Berman, A. Rannen Triki, M. B. Blaschko, CVPR 2018, algorithm 1.
    """
    errors, truth = jnp.broadcast_arrays(jax.lax.stop_gradient(errors), truth)
${to}
    order = jnp.argsort(-errors, axis=-1, stable=True)
    y = jnp.take_along_axis(truth, order, axis=-1)
${shape.ranksWeights ? "    w = jnp.take_along_axis(weights, order, axis=-1)\n    inside, outside = w * y, w * (1 - y)" : "    inside, outside = y, 1 - y"}
    intersection = inside.sum(axis=-1, keepdims=True) - inside.cumsum(axis=-1)
    union = inside.sum(axis=-1, keepdims=True) + outside.cumsum(axis=-1)
    jaccard = jnp.where(union > 0, 1 - intersection / jnp.maximum(union, 1e-30), 0.0)
    steps = jnp.diff(jaccard, axis=-1, prepend=0.0)
    steps = jnp.take_along_axis(steps, jnp.argsort(order, axis=-1), axis=-1)
${back}`;
  },
  hardest: (shape) => {
    const { to, back } = lastRankLines(WORDS, ["errors"], "picked", shape);
    return `def _hardest(${rankParameters("share", shape)}):
    """1 for the given share of the pixels, those with the largest errors, else 0."""
    errors = jax.lax.stop_gradient(errors)
${to}
${shape.ranksWeights ? "    counts = (weights > 0).astype(errors.dtype)\n    errors = jnp.where(counts > 0, errors, -jnp.inf)" : "    counts = jnp.ones_like(errors)"}
    order = jnp.argsort(-errors, axis=-1, stable=True)
    chosen = share * counts.sum(axis=-1, keepdims=True) * (1 + 1e-12)
    chosen = jnp.maximum(jnp.floor(chosen), 1)
    picked = (jnp.argsort(order, axis=-1) < chosen).astype(counts.dtype) * counts
${back}`;
  },
  skeleton: ({ dimensions, channels }) => `def _soft_skeleton(image, iterations, space):
    """Soft skeleton of [n, pixels, ...] (S. Shit and others, clDice, CVPR 2021)."""

    def largest(x, *window):
        window = (1, *window${channels === 1 ? "" : ", 1"})
        return jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, window, (1,) * x.ndim, "SAME")

    def erode(x):
${skeletonErosion(dimensions, (window) => `-largest(-x, ${window})`, "jnp.minimum")}
        return least

    shape = image.shape
    image = image.reshape(shape[0], *space${channels === 1 ? "" : ", shape[-1]"})
    skeleton = jnp.zeros_like(image)
    for _ in range(iterations + 1):
        eroded = erode(image)
        ridge = jax.nn.relu(image - largest(eroded, ${new Array(dimensions).fill(3).join(", ")}))
        skeleton = skeleton + jax.nn.relu(ridge - skeleton * ridge)
        image = eroded
    return skeleton.reshape(shape)`,
};
