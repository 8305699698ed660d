import { literal } from "../wgsl/literal.ts";
import type { Value, ValueOp } from "./value.ts";

type Leaf = "coefficient" | "plane" | "label" | "maskByte" | "classIndex";
type OverClasses = "classMax" | "classTotal" | "classPair" | "pairHigh" | "pairLow" | "ofLabel";
type Text = (args: readonly string[], value: Value) => string;

const bits = (x: string): string => `bitcast<u32>(${x})`;
const infix =
  (sign: string): Text =>
  ([a, b]) =>
    `(${a} ${sign} ${b})`;
const call =
  (name: string): Text =>
  (args) =>
    `${name}(${args.join(", ")})`;

/** WGSL of an operation on operands; leaves that are read, and what is over classes, is up to the sweep. */
export const VALUE_TEXT: Readonly<Record<Exclude<ValueOp, Leaf | OverClasses>, Text>> = {
  constant: (_, { immediate }) => literal(immediate),
  integer: (_, { immediate }) => `${immediate >>> 0}u`,
  truth: (_, { immediate }) => (immediate ? "true" : "false"),
  add: infix("+"),
  sub: infix("-"),
  mul: infix("*"),
  div: infix("/"),
  neg: ([x]) => `(-${x})`,
  abs: call("abs"),
  sqrt: call("sqrt"),
  min: call("min"),
  max: call("max"),
  round: call("round"),
  exp: call("expOf"),
  expNegative: call("expNegative"),
  log: call("logOf"),
  log1p: call("log1pOf"),
  log1pUnit: call("log1pUnit"),
  tanh: call("tanhOf"),
  sinh: call("sinhOf"),
  cosh: call("coshOf"),
  select: ([mask, yes, no]) => `select(${no}, ${yes}, ${mask})`,
  where: ([x, mask]) => `select(0f, ${x}, ${mask})`,
  unless: ([x, mask]) => `select(${x}, 0f, ${mask})`,
  negateWhere: ([x, mask]) => `select(${x}, -${x}, ${mask})`,
  minusWhere: ([x, mask]) => `bitcast<f32>(${bits(x)} | select(0u, 0x80000000u, ${mask}))`,
  copySign: call("withSign"),
  less: infix("<"),
  equal: infix("=="),
  same: infix("=="),
  atMost: infix("<="),
  isNegative: ([x]) => `((${bits(x)} >> 31u) != 0u)`,
  isOdd: ([x]) => `((${x} & 1u) != 0u)`,
  both: infix("&&"),
  either: infix("||"),
  not: ([mask]) => `(!${mask})`,
};
