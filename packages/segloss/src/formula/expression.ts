import { fingerprint } from "./fingerprint.ts";
import type { OpName } from "./op-name.ts";

/**
 * The axes over which an expression varies, as a set of bits: pixels of a region, classes, both or neither.
 * What varies over neither is one number per region (an image or the batch).
 */
export type Axes = 0 | 1 | 2 | 3;
export const NO_AXES = 0;
export const PIXEL = 1;
export const CLASS = 2;

export interface NumberNode {
  readonly kind: "number";
  readonly value: number;
  readonly axes: Axes;
  readonly key: string;
}

/** One constant per class. */
export interface VectorNode {
  readonly kind: "vector";
  readonly values: readonly number[];
  readonly axes: Axes;
  readonly key: string;
}

/** A quantity that an engine supplies: `z`, `y`, a field, a map. */
export interface SymbolNode {
  readonly kind: "symbol";
  readonly name: string;
  readonly axes: Axes;
  readonly key: string;
}

export interface ApplyNode {
  readonly kind: "apply";
  readonly op: OpName;
  readonly args: readonly Expression[];
  readonly axes: Axes;
  readonly key: string;
}

/**
 * A formula after elaboration: an immutable tree that shares subtrees. Two expressions are the same exactly when
 * their keys are; the order of the operands of `add` and `mul` does not enter the key.
 */
export type Expression = NumberNode | VectorNode | SymbolNode | ApplyNode;

export function number(value: number): NumberNode {
  return value === 1 ? ONE : { kind: "number", value, axes: NO_AXES, key: `#${value}` };
}

const ONE: NumberNode = { kind: "number", value: 1, axes: NO_AXES, key: "#1" };

/** A constant per class; a number when all classes have the same one. */
export function vector(values: readonly number[]): NumberNode | VectorNode {
  if (values.every((v) => v === values[0])) return number(values[0]);
  return { kind: "vector", values, axes: CLASS, key: fingerprint(`[${values.join()}]`) };
}

export function symbol(name: string, axes: Axes): SymbolNode {
  return { kind: "symbol", name, axes, key: `${name}:${axes}` };
}

const COMMUTATIVE: ReadonlySet<string> = new Set(["add", "mul", "min", "max"]);

/** The node itself, with no simplification: only the algebra calls this. */
export function applyNode(op: OpName, args: readonly Expression[], axes: Axes): ApplyNode {
  const keys = args.map((arg) => arg.key);
  if (COMMUTATIVE.has(op)) keys.sort();
  return { kind: "apply", op, args, axes, key: fingerprint(`${op}(${keys.join()})`) };
}

export function isNumber(e: Expression): e is NumberNode;
export function isNumber(e: Expression, value: number): boolean;
export function isNumber(e: Expression, value?: number): boolean {
  return e.kind === "number" && (value === undefined || e.value === value);
}

export function isSymbol(e: Expression, name: string): boolean {
  return e.kind === "symbol" && e.name === name;
}

export function isApply<O extends OpName>(e: Expression, op: O): e is ApplyNode & { op: O } {
  return e.kind === "apply" && e.op === op;
}

export function variesOver(e: Expression, axis: Axes): boolean {
  return (e.axes & axis) !== 0;
}

/** Union of the axes of the parts. */
export function unionAxes(parts: readonly Expression[]): Axes {
  let axes = 0;
  for (const part of parts) axes |= part.axes;
  return axes as Axes;
}

/** Every distinct node under the roots, operands before the nodes that use them. */
export function topological(roots: readonly Expression[]): Expression[] {
  const order: Expression[] = [];
  visitEach(roots, new Set(), order);
  return order;
}

function visitEach(nodes: readonly Expression[], seen: Set<string>, order: Expression[]): void {
  for (const e of nodes) {
    if (seen.has(e.key)) continue;
    seen.add(e.key);
    if (e.kind === "apply") visitEach(e.args, seen, order);
    order.push(e);
  }
}

/** Whether a symbol of one of the names stands anywhere in the expression. */
export function mentions(e: Expression, names: readonly string[]): boolean {
  return topological([e]).some((node) => node.kind === "symbol" && names.includes(node.name));
}
