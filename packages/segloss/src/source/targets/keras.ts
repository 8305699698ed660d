import { channelsLastPreamble } from "../channels-last.ts";
import { atom, inParentheses, STRENGTH } from "../piece.ts";
import { callReduction, named, PYTHON_ARITHMETIC, pythonModule, pythonVector } from "../python.ts";
import type { Target } from "../target.ts";
import { KERAS_HELPERS } from "./keras-helpers.ts";

/** Keras 3, on any of its backends: channels last, the truth before the prediction. */
export const keras: Target = {
  name: "keras",
  title: "Keras",
  extension: "py",
  channelsFirst: false,
  order: ["targets", "logits"],
  argumentNames: { logits: "y_pred", targets: "y_true" },
  ops: {
    ...PYTHON_ARITHMETIC,
    ratio: PYTHON_ARITHMETIC.div,
    exp: named("ops.exp"),
    expm1: named("ops.expm1"),
    log: named("ops.log"),
    log1p: named("ops.log1p"),
    sqrt: named("ops.sqrt"),
    abs: named("ops.abs"),
    sign: named("ops.sign"),
    step: (x) => atom(`ops.cast(${inParentheses(x, STRENGTH.sum)} > 0, z.dtype)`),
    min: named("ops.minimum"),
    max: named("ops.maximum"),
    relu: named("ops.relu"),
    sigmoid: named("ops.sigmoid"),
    softplus: named("ops.softplus"),
    tanh: named("ops.tanh"),
    sinh: named("ops.sinh"),
    cosh: named("ops.cosh"),
    stop: named("ops.stop_gradient"),
    isLargest: (x) => atom(`ops.one_hot(ops.argmax(${x.text}, axis=-1), z.shape[-1], dtype=z.dtype)`),
  },
  reduce: {
    sum: callReduction("ops.sum", "axis", "keepdims"),
    mean: callReduction("ops.mean", "axis", "keepdims"),
    max: callReduction("ops.max", "axis", "keepdims"),
  },
  nameOf: (words) => words,
  assign: (name, value) => `${name} = ${value}`,
  vector: (values) => `ops.convert_to_tensor(${pythonVector(values)}, dtype=z.dtype)`,
  preamble: (shape, needs) =>
    channelsLastPreamble(
      {
        logits: "y_pred",
        targets: "y_true",
        images: (array) => `ops.shape(${array})[0]`,
        reshape: (array, sizes) => `ops.reshape(${array}, (${sizes.join(", ")}))`,
        withLastAxis: (array) => `${array}[..., None]`,
        where: (condition, yes, no) => `ops.where(${condition}, ${yes}, ${no})`,
        notEqual: (array, value) => `${array} != ${value}`,
        both: (list) => list.reduce((a, b) => `ops.logical_and(${a}, ${b})`),
        toFloat: (array) => `ops.cast(${array}, z.dtype)`,
        oneHot: (labels, classes) => `ops.one_hot(ops.cast(${labels}, "int32"), ${classes}, dtype=z.dtype)`,
        productOfSizes: (a, b) => `${a} * ${b}`,
        product: (a, b) => `${a} * ${b}`,
        // Not backend.result_type, which makes float32 of float64 and float32 (Keras 3.15.1).
        widen: (array) => [
          `if backend.standardize_dtype(${array}.dtype) in ("float16", "bfloat16"):`,
          `    ${array} = ops.cast(${array}, "float32")`,
        ],
        links: LINKS,
        space: (array) => `ops.shape(${array})[1:-1]`,
        sizeOf: (axis) => `ops.shape(z)[${axis}]`,
        assign: (name, value) => `${name} = ${value}`,
        assignArgument: (name, value) => `${name} = ${value}`,
        trailing: (text) => `  # ${text}`,
        nameOf: (name) => name,
      },
      shape,
      needs,
    ),
  helpers: KERAS_HELPERS,
  meanOfValidImages: (value, hasAxes) => [
    "present = ops.any(valid, axis=1)  # images without a valid pixel do not count",
    `per_image = ${hasAxes ? `ops.reshape(${value.text}, (-1,))` : value.text}`,
    "count = ops.maximum(ops.sum(ops.cast(present, z.dtype)), 1)",
    "loss = ops.sum(ops.where(present, per_image, 0.0)) / count",
  ],
  imports: () => ["from keras import backend, ops"],
  assemble: (text) => pythonModule(text, ({ name }) => name, ""),
};

/** Logarithms and 1 - p without a difference of nearly equal numbers. */
const LINKS = {
  sigmoid: {
    log_p: "ops.log_sigmoid(z)",
    log_q: "ops.log_sigmoid(-z)",
    p: "ops.sigmoid(z)",
    q: "ops.sigmoid(-z)",
  },
  softmax: {
    log_p: "ops.log_softmax(z, axis=-1)",
    log_q: "_log_of_others(z)",
    p: "ops.exp(log_p)",
    q: "-ops.expm1(log_p)",
  },
  none: {
    log_p: "ops.log(ops.maximum(z, 1e-37))",
    log_q: "ops.log(ops.maximum(1 - z, 1e-37))",
    p: "z",
    q: "1 - z",
  },
} as const;
