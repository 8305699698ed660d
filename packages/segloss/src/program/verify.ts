import { type Axes, CLASS, PIXEL } from "../formula/expression.ts";
import { reachable } from "./graph.ts";
import { OPS } from "./ops.ts";
import { printType } from "./print.ts";
import { type Outputs, type Program, valuesOf } from "./program.ts";
import { type OperandType, resultType, type Signatures, type Type } from "./signature.ts";
import type { Value } from "./value.ts";

/** What is wrong with a program: types, numbers of operands, axes. Nothing, or a pass has a defect. */
export function verifyProgram(program: Program): string[] {
  return [
    ...verifyValues(program, OPS),
    ...program.sums.flatMap(sumDefects),
    ...program.stores.flatMap(storeDefects),
  ];
}

/** The same of the values of any table of operations. */
export function verifyValues<O extends string>(outputs: Outputs<O>, table: Signatures<O>): string[] {
  return reachable(valuesOf(outputs)).flatMap((value) => valueDefects(value, table));
}

function valueDefects<O extends string>(value: Value<O>, table: Signatures<O>): string[] {
  const { op, args, type, axes } = value;
  const signature = table[op];
  if (!signature) return [`${op} is no operation here`];
  if (args.length === 0) return leafDefects(value);
  if (args.length !== signature.operands.length)
    return [`${op} takes ${signature.operands.length} operands, not ${args.length}`];
  const wrong = args.flatMap((arg, i) =>
    fits(arg.type, signature.operands[i])
      ? []
      : [`operand ${i + 1} of ${op} is to be ${signature.operands[i]}, not ${arg.type}`],
  );
  const right = {
    type: resultType(signature, args),
    axes: (signature.perPixel ? PIXEL : args.reduce<number>((all, arg) => all | arg.axes, 0)) as Axes,
  };
  const isRight = right.type === type && right.axes === axes;
  return isRight ? wrong : [...wrong, `${op} is to be ${printType(right)}, not ${printType(value)}`];
}

function fits(type: Type, operand: OperandType): boolean {
  return operand === "bits" || operand === type || (operand === "number" && type !== "mask");
}

/** Axes that leaves may have. */
const LEAF_AXES: Readonly<Record<string, readonly Axes[]>> = {
  plane: [PIXEL, (PIXEL | CLASS) as Axes],
  label: [PIXEL],
  maskByte: [PIXEL],
  classIndex: [CLASS],
  coefficient: [0, CLASS],
  integer: [0],
  truth: [0],
  constant: [0],
};

function leafDefects(value: Value<string>): string[] {
  const isRight = LEAF_AXES[value.op]?.includes(value.axes) ?? value.op === "loaded";
  return isRight ? [] : [`${value.op} is no leaf of ${printType(value)}`];
}

function sumDefects({ value, perClass, byLabel }: Program["sums"][number]): string[] {
  const isPerClass = (value.axes & CLASS) !== 0;
  if (value.type !== "f32") return [`a sum is of numbers, not of ${value.type}`];
  if (byLabel) return isPerClass ? ["a sum by label is of a value per pixel"] : [];
  return isPerClass && !perClass ? ["a sum of a value per class has a place for each"] : [];
}

function storeDefects({ value, byLabel }: Program["stores"][number]): string[] {
  if (value.type !== "f32") return [`a plane holds numbers, not ${value.type}`];
  return byLabel && (value.axes & CLASS) !== 0 ? ["a store by label is of a value per pixel"] : [];
}
