import { CLASS, type Expression } from "../../../formula/expression.ts";
import { OPS } from "../../../formula/op-table.ts";
import { nodesOverSums } from "../../../program/schedule/nodes-over-sums.ts";
import { literal } from "../wgsl/literal.ts";
import { TAPE_TEXT, type TapeClassOp, type TapeOp } from "./tape-text.ts";

/** What a tape reads besides constants. */
export interface TapeSources {
  readonly channels: number;
  /** The number that a sum has left, with the index of the class where it has one. */
  sum(node: Expression, at: string): string;
  /** A symbol without axes. */
  symbol(name: string): string;
}

/** Statements that compute expressions without the pixel axis, each node once, and the names of the roots: numbers, or arrays of the classes. */
export interface EmittedTape {
  readonly lines: readonly string[];
  readonly results: readonly string[];
  /** Operations over the classes that it calls. */
  readonly classOps: readonly TapeClassOp[];
}

export function emitTape(roots: readonly Expression[], sources: TapeSources): EmittedTape {
  const names = new Map<string, string>();
  const lines: string[] = [];
  const classOps = new Set<TapeClassOp>();
  for (const node of nodesOverSums(roots)) {
    const name = node.kind === "number" ? literal(node.value) : `n${names.size}`;
    const args = node.kind === "apply" && node.op !== "pixelSum" ? node.args : [];
    const given = args.map((arg) => ({ name: names.get(arg.key) as string, perClass: isPerClass(arg) }));
    if (node.kind === "apply" && OPS[node.op].kind === "classes") classOps.add(node.op as TapeClassOp);
    lines.push(...statements(node, name, given, sources));
    names.set(node.key, name);
  }
  return { lines, results: roots.map(({ key }) => names.get(key) as string), classOps: [...classOps] };
}

const isPerClass = (e: Expression): boolean => (e.axes & CLASS) !== 0;

interface Operand {
  readonly name: string;
  readonly perClass: boolean;
}

function statements(
  node: Expression,
  name: string,
  args: readonly Operand[],
  sources: TapeSources,
): string[] {
  const { channels } = sources;
  switch (node.kind) {
    case "number":
      return [];
    case "vector":
      return [`let ${name} = array<f32, ${channels}>(${node.values.map(literal).join(", ")});`];
    case "symbol":
      return [`let ${name} = ${sources.symbol(node.name)};`];
    case "apply":
      break;
  }
  if (node.op === "pixelSum") return each(node, name, sources, (at) => sources.sum(node, at));
  const { kind } = OPS[node.op];
  if (kind === "classes") {
    const whole = args.map((arg, k) => (arg.perClass ? arg.name : `${name}_${k}`));
    const spread = args.flatMap((arg, k) =>
      arg.perClass ? [] : spreadOver(arg.name, `${name}_${k}`, channels),
    );
    return [...spread, `let ${name} = ${node.op}Of(${whole.join(", ")});`];
  }
  if (kind !== "elementwise")
    throw new Error(`The WebGPU engine cannot take ${node.op} of sums: this is a defect of the engine.`);
  const text = TAPE_TEXT[node.op as TapeOp];
  return each(node, name, sources, (at) =>
    text(
      args.map((arg) => (arg.perClass ? `${arg.name}[${at}]` : arg.name)),
      node,
    ),
  );
}

function each(
  node: Expression,
  name: string,
  { channels }: TapeSources,
  text: (at: string) => string,
): string[] {
  if (!isPerClass(node)) return [`let ${name} = ${text("0u")};`];
  return [
    `var ${name}: array<f32, ${channels}>;`,
    `for (var c = 0u; c < ${channels}u; c++) { ${name}[c] = ${text("c")}; }`,
  ];
}

function spreadOver(value: string, name: string, channels: number): string[] {
  return [
    `var ${name}: array<f32, ${channels}>;`,
    `for (var c = 0u; c < ${channels}u; c++) { ${name}[c] = ${value}; }`,
  ];
}
