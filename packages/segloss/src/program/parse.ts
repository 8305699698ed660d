import { type Axes, CLASS, PIXEL } from "../formula/expression.ts";
import type { Builder } from "./builder.ts";
import { OPS, type Op } from "./ops.ts";
import { printType } from "./print.ts";
import type { GuardOutput, Program, StoreOutput, SumOutput } from "./program.ts";
import type { Value } from "./value.ts";

const VALUE = /^(\w+): (\S+) = (\w+)\((.*)\)$/;
const OUTPUT = /^(sum|store|guard) (\d+)( per class)?( log1p)?( by label)? = (.+)$/;

/**
 * Reads what `printProgram` prints.
 *
 * @param simplified whether nodes are made as `build` simplifies them, not as they are written
 * @throws Error with the number of the line for what is no program
 */
export function parseProgram(text: string, build: Builder, simplified = false): Program {
  const names = new Map<string, Value>();
  const program = {
    channels: 1,
    sums: [] as SumOutput[],
    stores: [] as StoreOutput[],
    guards: [] as GuardOutput[],
  };
  const readLine = (line: string): void => {
    const named = (name: string): Value => names.get(name) ?? readLeaf(name, build);
    const [, name, type, op, list] = VALUE.exec(line) ?? [];
    if (name) {
      const value = readOperation(op, list === "" ? [] : list.split(", ").map(named), build);
      if (printType(value) !== type) throw new Error(`${name} is ${printType(value)}, not ${type}.`);
      names.set(name, simplified ? build.apply(value.op, value.args) : value);
      return;
    }
    const channels = /^channels (\d+)$/.exec(line);
    if (channels) program.channels = Number(channels[1]);
    else readOutput(line, named, program);
  };
  for (const [i, line] of text.split("\n").entries()) {
    try {
      if (line.trim() !== "") readLine(line.trim());
    } catch (error) {
      throw new Error(`Line ${i + 1}: ${(error as Error).message}`);
    }
  }
  return program;
}

function readOutput(
  line: string,
  named: (name: string) => Value,
  { sums, stores, guards }: { sums: SumOutput[]; stores: StoreOutput[]; guards: GuardOutput[] },
): void {
  const found = OUTPUT.exec(line);
  if (!found)
    throw new Error(
      `expected "v1: f32[p] = add(plane0[p], 1)" or "sum 0 = v1", store or guard, got "${line}".`,
    );
  const [, kind, number, perClass, logarithmic, label, name] = found;
  const value = named(name);
  const at = Number(number);
  const byLabel = label ? { byLabel: true } : {};
  if (kind === "sum")
    sums.push({ value, slot: at, perClass: !!perClass, logarithmic: !!logarithmic, ...byLabel });
  if (kind === "store") stores.push({ value, plane: at, ...byLabel });
  if (kind === "guard") guards.push({ value, slot: at });
}

function readOperation(op: string, args: readonly Value[], build: Builder): Value {
  if (!Object.hasOwn(OPS, op)) throw new Error(`there is no operation ${op}.`);
  const { operands } = OPS[op as Op];
  if (args.length !== operands.length)
    throw new Error(`${op} takes ${operands.length} operands, got ${args.length}.`);
  return build.node(op as Op, args, axesOf(op as Op, args));
}

function axesOf(op: Op, args: readonly Value[]): Axes {
  if (OPS[op].perPixel) return PIXEL;
  return args.reduce<number>((axes, arg) => axes | arg.axes, 0) as Axes;
}

const WORDS: Readonly<Record<string, readonly [Op, Axes, number]>> = {
  true: ["truth", 0, 1],
  false: ["truth", 0, 0],
  label: ["label", PIXEL, 0],
  maskByte: ["maskByte", PIXEL, 0],
  classIndex: ["classIndex", CLASS, 0],
};

function readLeaf(text: string, build: Builder): Value {
  const word = WORDS[text];
  if (word) return build.leaf(...word);
  const indexed = /^(plane|k)(\d+)(?:\[(p?)(c?)\])?$/.exec(text);
  if (indexed) {
    const [, kind, index, p, c] = indexed;
    const axes = ((p ? PIXEL : 0) | (c ? CLASS : 0)) as Axes;
    return build.leaf(kind === "k" ? "coefficient" : "plane", axes, Number(index));
  }
  if (/^-?\d+i$/.test(text)) return build.integer(Number(text.slice(0, -1)));
  if (text !== "NaN" && !/^-?(\d|Infinity)/.test(text))
    throw new Error(`there is no value ${text} before this line.`);
  return build.constant(Number(text));
}
