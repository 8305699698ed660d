import { CLASS, PIXEL } from "../formula/expression.ts";
import type { Phase } from "./phase.ts";
import type { Outputs, Program } from "./program.ts";
import type { Value } from "./value.ts";

/** The text of a program, which `parseProgram` reads: a line a value, then what is made of it. */
export function printProgram(program: Program): string {
  return [`channels ${program.channels}`, ...printOutputs(program, printer())].join("\n");
}

/** The text of phases: what each computes for later ones is kept, what is made of all classes has a name in all. */
export function printPhases(phases: readonly Phase[]): string {
  const show = printer();
  const lines = phases.flatMap((phase) => [
    `for each ${phase.classes ? "class and " : ""}pixel`,
    ...[
      ...phase.reductions.flatMap((value) => show(value).lines),
      ...phase.saves.flatMap((value) => [...show(value).lines, `keep ${show(value).name}`]),
      ...printOutputs(phase, show),
    ].map((line) => `  ${line}`),
  ]);
  return lines.join("\n");
}

/** What is made of values, each after the lines of what it needs. */
export function printOutputs<O extends string>(outputs: Outputs<O>, show: Printer<O>): string[] {
  const { sums, stores, guards } = outputs;
  const made = (what: string, value: Value<O>): string[] => {
    const { name, lines } = show(value);
    return [...lines, `${what} = ${name}`];
  };
  const when = (holds: boolean | undefined, words: string): string => (holds ? ` ${words}` : "");
  return [
    ...sums.flatMap(({ value, slot, perClass, logarithmic, byLabel }) => {
      const how = when(perClass, "per class") + when(logarithmic, "log1p") + when(byLabel, "by label");
      return made(`sum ${slot}${how}`, value);
    }),
    ...stores.flatMap(({ value, plane, byLabel }) =>
      made(`store ${plane}${when(byLabel, "by label")}`, value),
    ),
    ...guards.flatMap(({ value, slot }) => made(`guard ${slot}`, value)),
  ];
}

/** The name of a value, and the lines of what has not been printed of it. */
export type Printer<O extends string> = (value: Value<O>) => {
  readonly name: string;
  readonly lines: string[];
};

export function printer<O extends string>(): Printer<O> {
  const names = new Map<Value<O>, string>();
  return (value) => {
    const lines: string[] = [];
    const visit = (part: Value<O>): string => {
      const known = names.get(part);
      if (known) return known;
      const { op, args, immediate } = part;
      if (args.length === 0) return printLeaf(part);
      const operands = args.map(visit);
      const name = `v${names.size + 1}`;
      names.set(part, name);
      const by = immediate === 0 ? [] : [`${immediate} bits`];
      lines.push(`${name}: ${printType(part)} = ${op}(${[...operands, ...by].join(", ")})`);
      return name;
    };
    return { name: visit(value), lines };
  };
}

/** f32[pc] for a float that varies over pixels and classes. */
export function printType({ type, axes }: Pick<Value<string>, "type" | "axes">): string {
  return `${type}${printAxes(axes)}`;
}

function printAxes(axes: number): string {
  const letters = (axes & PIXEL ? "p" : "") + (axes & CLASS ? "c" : "");
  return letters === "" ? "" : `[${letters}]`;
}

function printLeaf({ op, axes, immediate }: Value<string>): string {
  switch (op) {
    case "constant":
      return printNumber(immediate);
    case "integer":
      return `${immediate}i`;
    case "truth":
      return String(immediate === 1);
    case "coefficient":
      return `k${immediate}${printAxes(axes)}`;
    case "plane":
    case "loaded":
      return `${op}${immediate}${printAxes(axes)}`;
    default:
      return op;
  }
}

/** The shortest digits of a number in single precision. */
function printNumber(x: number): string {
  if (Object.is(x, -0)) return "-0";
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(x.toPrecision(digits));
    if (Math.fround(text) === x) return String(text);
  }
  return String(x);
}
