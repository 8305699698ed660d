import { channelsLastPreamble } from "../channels-last.ts";
import { atom, inParentheses, STRENGTH } from "../piece.ts";
import { methodReduction, named, PYTHON_ARITHMETIC, pythonModule, pythonVector } from "../python.ts";
import type { Target } from "../target.ts";
import { JAX_HELPERS } from "./jax-helpers.ts";

/** JAX: channels last, the axes of space flattened to one. */
export const jax: Target = {
  name: "jax",
  title: "JAX",
  extension: "py",
  channelsFirst: false,
  order: ["logits", "targets"],
  argumentNames: { logits: "logits", targets: "targets" },
  ops: {
    ...PYTHON_ARITHMETIC,
    ratio: PYTHON_ARITHMETIC.div,
    exp: named("jnp.exp"),
    expm1: named("jnp.expm1"),
    log: named("jnp.log"),
    log1p: named("jnp.log1p"),
    sqrt: named("jnp.sqrt"),
    abs: named("jnp.abs"),
    sign: named("jnp.sign"),
    step: (x) => atom(`(${inParentheses(x, STRENGTH.sum)} > 0).astype(z.dtype)`),
    min: named("jnp.minimum"),
    max: named("jnp.maximum"),
    relu: named("jax.nn.relu"),
    sigmoid: named("jax.nn.sigmoid"),
    softplus: named("jax.nn.softplus"),
    tanh: named("jnp.tanh"),
    sinh: named("jnp.sinh"),
    cosh: named("jnp.cosh"),
    stop: named("jax.lax.stop_gradient"),
    isLargest: (x) =>
      atom(`jax.nn.one_hot(${inParentheses(x, STRENGTH.atom)}.argmax(axis=-1), z.shape[-1], dtype=z.dtype)`),
  },
  reduce: {
    sum: methodReduction("sum", "axis", "keepdims"),
    mean: methodReduction("mean", "axis", "keepdims"),
    max: methodReduction("max", "axis", "keepdims"),
  },
  nameOf: (words) => words,
  assign: (name, value) => `${name} = ${value}`,
  vector: (values) => `jnp.array(${pythonVector(values)}, dtype=z.dtype)`,
  preamble: (shape, needs) =>
    channelsLastPreamble(
      {
        logits: "logits",
        targets: "targets",
        images: (array) => `${array}.shape[0]`,
        reshape: (array, sizes) => `${array}.reshape(${sizes.join(", ")})`,
        withLastAxis: (array) => `${array}[..., None]`,
        where: (condition, yes, no) => `jnp.where(${condition}, ${yes}, ${no})`,
        notEqual: (array, value) => `${array} != ${value}`,
        both: (list) => (list.length === 1 ? list[0] : list.map((text) => `(${text})`).join(" & ")),
        toFloat: (array) => `${array}.astype(z.dtype)`,
        oneHot: (labels, classes) => `jax.nn.one_hot(${labels}, ${classes}, dtype=z.dtype)`,
        productOfSizes: (a, b) => `${a} * ${b}`,
        product: (a, b) => `${a} * ${b}`,
        widen: (array) => [`${array} = ${array}.astype(jnp.promote_types(${array}.dtype, jnp.float32))`],
        links: LINKS,
        space: (array) => `${array}.shape[1:-1]`,
        sizeOf: (axis) => `z.shape[${axis}]`,
        assign: (name, value) => `${name} = ${value}`,
        assignArgument: (name, value) => `${name} = ${value}`,
        trailing: (text) => `  # ${text}`,
        nameOf: (name) => name,
      },
      shape,
      needs,
    ),
  helpers: JAX_HELPERS,
  meanOfValidImages: (value, hasAxes) => [
    "present = valid.any(axis=1)  # images without a valid pixel do not count",
    `per_image = ${hasAxes ? `${inParentheses(value, STRENGTH.atom)}.flatten()` : value.text}`,
    "loss = jnp.where(present, per_image, 0.0).sum() / jnp.maximum(present.sum(), 1)",
  ],
  imports: (text) => [...(/\bjax\./.test(text) ? ["import jax"] : []), "import jax.numpy as jnp"],
  assemble: (text) =>
    pythonModule(
      text,
      ({ name }) => `${name}: ${name === "progress" ? "float" : "jnp.ndarray"}`,
      " -> jnp.ndarray",
    ),
};

/** Logarithms and 1 - p without a difference of nearly equal numbers. */
const LINKS = {
  sigmoid: {
    log_p: "jax.nn.log_sigmoid(z)",
    log_q: "jax.nn.log_sigmoid(-z)",
    p: "jax.nn.sigmoid(z)",
    q: "jax.nn.sigmoid(-z)",
  },
  softmax: {
    log_p: "jax.nn.log_softmax(z, axis=-1)",
    log_q: "_log_of_others(z)",
    p: "jnp.exp(log_p)",
    q: "-jnp.expm1(log_p)",
  },
  none: {
    log_p: "jnp.log(jnp.maximum(z, 1e-37))",
    log_q: "jnp.log(jnp.maximum(1 - z, 1e-37))",
    p: "z",
    q: "1 - z",
  },
} as const;
