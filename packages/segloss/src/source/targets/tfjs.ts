import { channelsLastPreamble } from "../channels-last.ts";
import { INFIX } from "../infix.ts";
import { atom, callOf, inParentheses, type Piece, STRENGTH } from "../piece.ts";
import { wrapped } from "../python.ts";
import type { Over, SourceText, Target } from "../target.ts";
import { TFJS_HELPERS } from "./tfjs-helpers.ts";

/** TensorFlow.js: channels last, methods in place of operators, the truth before the prediction. */
export const tfjs: Target = {
  name: "tfjs",
  title: "TensorFlow.js",
  extension: "js",
  channelsFirst: false,
  order: ["targets", "logits"],
  argumentNames: { logits: "yPred", targets: "yTrue" },
  ops: {
    add: commutative("add", INFIX.add),
    mul: commutative("mul", INFIX.mul),
    sub: ordered("sub", INFIX.sub),
    div: ordered("div", INFIX.div),
    neg: (x) => (x.isNumber ? INFIX.neg(x) : method("neg", x)),
    pow: (a, b) => {
      if (a.isNumber && b.isNumber) return callOf("Math.pow", a, b);
      return a.isNumber ? atom(`tf.pow(${a.text}, ${b.text})`) : method("pow", a, b);
    },
    square: (x) => (x.isNumber ? INFIX.mul(x, x) : method("square", x)),
    ratio: ordered("div", INFIX.div),
    exp: unary("exp"),
    expm1: unary("expm1"),
    log: unary("log"),
    log1p: unary("log1p"),
    sqrt: unary("sqrt"),
    abs: unary("abs"),
    sign: unary("sign"),
    step: (x) => (x.isNumber ? atom(`Number(${x.text} > 0)`, true) : method("step", x)),
    min: extremum("min", "minimum"),
    max: extremum("max", "maximum"),
    relu: (x) => (x.isNumber ? callOf("Math.max", x, atom("0", true)) : method("relu", x)),
    sigmoid: (x) => method("sigmoid", x),
    softplus: (x) => method("softplus", x),
    tanh: unary("tanh"),
    sinh: unary("sinh"),
    cosh: unary("cosh"),
    stop: (x) => atom(`constant(${x.text})`),
    isLargest: (x) =>
      atom(`constant(${x.text}, (values) => tf.oneHot(values.argMax(-1), values.shape[2]).toFloat())`),
  },
  reduce: { sum: reduction("sum"), mean: reduction("mean"), max: reduction("max") },
  nameOf: (words) => words.replace(/^_/, "").replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  assign: (name, value) =>
    name.startsWith("=") ? `${name.slice(1)} = ${value};` : `const ${name} = ${value};`,
  vector: (values) => `tf.tensor1d([${values.map(String).join(", ")}])`,
  preamble: (shape, needs) =>
    channelsLastPreamble(
      {
        logits: "yPred",
        targets: "yTrue",
        images: (array) => `${array}.shape[0]`,
        reshape: (array, sizes) => `${array}.reshape([${sizes.join(", ")}])`,
        withLastAxis: (array) => `${array}.expandDims(-1)`,
        where: (condition, yes, no) => `tf.where(${condition}, ${yes}, ${no})`,
        notEqual: (array, value) => `${array}.notEqual(${value})`,
        both: (list) => list.reduce((a, b) => `tf.logicalAnd(${a}, ${b})`),
        toFloat: (array) => `${array}.toFloat()`,
        oneHot: (labels, classes) => `tf.oneHot(${labels}.toInt(), ${classes}).toFloat()`,
        productOfSizes: (a, b) => `${a} * ${b}`,
        product: (a, b) => `${a}.mul(${b})`,
        links: LINKS,
        space: (array) => `${array}.shape.slice(1, -1)`,
        sizeOf: (axis) => `z.shape[${axis}]`,
        assign: (name, value) => tfjs.assign(name, value),
        assignArgument: (name, value) => `${name} = ${value};`,
        trailing: (text) => ` // ${text}`,
        nameOf: (name) => tfjs.nameOf(name),
      },
      shape,
      needs,
    ),
  helpers: TFJS_HELPERS,
  meanOfValidImages: (value, hasAxes) => [
    "const present = valid.any(1); // images without a valid pixel do not count",
    `const perImage = ${value.text}${hasAxes ? ".flatten()" : ""};`,
    "const sum = tf.where(present, perImage, 0.0).sum();",
    "const loss = sum.div(present.toFloat().sum().maximum(1));",
  ],
  imports: () => ['import * as tf from "@tensorflow/tfjs";'],
  assemble,
};

/** Logarithms and 1 - p without a difference of nearly equal numbers. */
const LINKS = {
  sigmoid: {
    log_p: "z.neg().softplus().neg()",
    log_q: "z.softplus().neg()",
    p: "z.sigmoid()",
    q: "z.neg().sigmoid()",
  },
  softmax: {
    log_p: "z.logSoftmax()",
    log_q: "logOfOthers(z)",
    p: "logP.exp()",
    q: "logP.expm1().neg()",
  },
  none: {
    log_p: "z.maximum(1e-37).log()",
    log_q: "tf.sub(1, z).maximum(1e-37).log()",
    p: "z",
    q: "tf.sub(1, z)",
  },
} as const;

function method(name: string, x: Piece, ...rest: readonly Piece[]): Piece {
  return atom(`${inParentheses(x, STRENGTH.atom)}.${name}(${rest.map(({ text }) => text).join(", ")})`);
}

function unary(name: string): (x: Piece) => Piece {
  return (x) => (x.isNumber ? callOf(`Math.${name}`, x) : method(name, x));
}

type Binary = (a: Piece, b: Piece) => Piece;

function commutative(name: string, ofNumbers: Binary): Binary {
  return (a, b) => {
    if (a.isNumber && b.isNumber) return ofNumbers(a, b);
    return a.isNumber ? method(name, b, a) : method(name, a, b);
  };
}

function ordered(name: string, ofNumbers: Binary): Binary {
  return (a, b) => {
    if (a.isNumber && b.isNumber) return ofNumbers(a, b);
    return a.isNumber ? atom(`tf.${name}(${a.text}, ${b.text})`) : method(name, a, b);
  };
}

function extremum(ofNumbers: string, ofTensors: string): Binary {
  const swap = commutative(ofTensors, (a, b) => callOf(`Math.${ofNumbers}`, a, b));
  return swap;
}

function reduction(name: string) {
  return (x: Piece, { axes, keep }: Over): Piece => {
    const list = axes === null ? "" : axes.length === 1 ? String(axes[0]) : `[${axes.join(", ")}]`;
    return atom(
      `${inParentheses(x, STRENGTH.atom)}.${name}(${list}${keep && axes !== null ? ", true" : ""})`,
    );
  };
}

function assemble({
  name,
  description,
  arguments: list,
  imports,
  helpers,
  body,
  result,
}: SourceText): string {
  const comment = [
    ...description,
    "",
    ...list.flatMap((argument) =>
      wrapped(`@param ${argument.name} ${argument.meaning}`, 84).map((line, i) =>
        i === 0 ? line : `  ${line}`,
      ),
    ),
  ];
  return `${[
    ...imports,
    "",
    ...helpers.flatMap((helper) => [helper, ""]),
    "/**",
    ...comment.map((line) => (line === "" ? " *" : ` * ${line}`)),
    " */",
    `export function ${name}(${list.map((argument) => argument.name).join(", ")}) {`,
    ...body.map((line) => `  ${line}`),
    `  return ${result};`,
    "}",
  ].join("\n")}\n`;
}
