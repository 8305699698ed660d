import type { Op } from "../../../program/ops.ts";
import type { Value } from "../../../program/value.ts";
import { literal } from "../wgsl/literal.ts";

type Leaf = "coefficient" | "plane" | "label" | "maskByte" | "classIndex";
type OverClasses = "classMax" | "classTotal" | "classPair" | "pairHigh" | "pairLow" | "ofLabel";
type Text = (args: readonly string[], value: Value) => string;

const zeroOf = ({ type }: Value): string => (type === "i32" ? "0u" : "0f");
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
export const VALUE_TEXT: Readonly<Record<Exclude<Op, Leaf | OverClasses>, Text>> = {
  constant: (_, { immediate }) => literal(immediate),
  integer: (_, { immediate }) => `${immediate >>> 0}u`,
  truth: (_, { immediate }) => (immediate ? "true" : "false"),
  add: infix("+"),
  sub: infix("-"),
  mul: infix("*"),
  div: infix("/"),
  // Of a size by its bits: the negative of NaN has no sign on every adapter, and guards look at it.
  neg: ([x], { args: [arg] }) => (arg.op === "abs" ? `bitcast<f32>(${bits(x)} | 0x80000000u)` : `(-${x})`),
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
  where: ([x, mask], value) => `select(${zeroOf(value)}, ${x}, ${mask})`,
  unless: ([x, mask], value) => `select(${x}, ${zeroOf(value)}, ${mask})`,
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
