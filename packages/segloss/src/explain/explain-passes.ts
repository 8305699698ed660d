import type { Expression } from "../formula/expression.ts";
import { type NamedParts, nameParts } from "../formula/name-parts.ts";
import { printText } from "../formula/print-text.ts";
import { readBack } from "../formula/read-back.ts";
import { CLASS_FIELDS } from "../plan/class-field-kinds.ts";
import { type NamedReduction, passesOf, type ScopePasses } from "../plan/passes.ts";
import type { Plan } from "../plan/plan.ts";
import type { ExplanationPass } from "./explanation.ts";

const PASS_NAMES = { neighbourhood: "pool", rank: "rank", sum: "reduce" } as const;
const KINDS = ["neighbourhood", "rank", "sum"] as const;

/** The passes of a plan over the data, a line for each thing that a pass makes. */
export function explainPasses(plan: Plan): ExplanationPass[] {
  const fields = plan.fields.map(
    ({ d1, d2, settings }) => `${d1}, ${d2} = distances to the nearest two cells (${settings.cells})`,
  );
  const classFields = plan.classFields.map(({ field, name }) => `${name} = ${CLASS_FIELDS[field].summary}`);
  const lines = [...fields, ...classFields];
  return [
    ...(lines.length === 0 ? [] : [{ pass: "fields", lines } as const]),
    ...passesOf(plan).flatMap(scopeLines),
  ];
}

function scopeLines({ over, reductions, value, gradient }: ScopePasses): ExplanationPass[] {
  const print = partsPrinter([...reductions.map(({ operand }) => operand), value, gradient]);
  const levels = [...new Set(reductions.map(({ level }) => level))].sort((a, b) => a - b);
  const passes: ExplanationPass[] = [];
  for (const level of levels) {
    for (const kind of KINDS) {
      const found = reductions.filter((r) => r.level === level && r.kind === kind);
      if (found.length > 0)
        passes.push({
          pass: PASS_NAMES[kind],
          lines: found.flatMap((r) => print(r.operand, (text) => reductionLine(r, text))),
        });
    }
  }
  passes.push({ pass: "combine", lines: print(value, (text) => `value = ${text}   (each ${over})`) });
  passes.push({ pass: "map", lines: print(gradient, (text) => `dz = ${text}`) });
  return passes;
}

function reductionLine({ name, kind, op }: NamedReduction, operand: string): string {
  if (kind === "neighbourhood") return `${name} = ${operand}`;
  return `${name} = ${kind === "sum" ? "sum" : op}(${operand})`;
}

type Print = (e: Expression, line: (text: string) => string) => string[];

/** Prints expressions, before each a line for every part that it uses by name and that has none yet. */
function partsPrinter(roots: readonly Expression[]): Print {
  const parts = nameParts(roots);
  const shown = new Set<string>();
  return (e, line) => [
    ...definitionsFor(e, parts, shown),
    line(printText(readBack(e, withoutOwn(parts.names, e)))),
  ];
}

function definitionsFor(e: Expression, parts: NamedParts, shown: Set<string>): string[] {
  return parts.uses(e).flatMap(({ name, key, expression, value }) => {
    if (shown.has(key)) return [];
    shown.add(key);
    return [...definitionsFor(expression, parts, shown), `${name} = ${printText(value)}`];
  });
}

/** A root is written out, also where it is part of another one. */
function withoutOwn(names: ReadonlyMap<string, string>, { key }: Expression): ReadonlyMap<string, string> {
  if (!names.has(key)) return names;
  return new Map([...names].filter(([other]) => other !== key));
}
