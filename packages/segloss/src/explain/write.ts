import type { Expression } from "../formula/expression.ts";
import { nameParts } from "../formula/name-parts.ts";
import { type LatexStyle, latexName, printLatex } from "../formula/print-latex.ts";
import { printText } from "../formula/print-text.ts";
import { readBack } from "../formula/read-back.ts";
import type { Written } from "./explanation.ts";

/** The sum of expressions as text and TeX; long parts that stand in it several times follow as definitions. */
export function write(terms: readonly Expression[], style: LatexStyle): Written {
  const { names, definitions } = nameParts(terms);
  const bodies = terms.map((e) => partOrName(e, names));
  const texts = definitions.map(({ name, value }) => `${name} = ${printText(value)}`);
  const formulas = definitions.map(
    ({ name, value }) => `${latexName(name, style)} = ${printLatex(value, style)}`,
  );
  const latexWhere = formulas.length === 0 ? "" : ` \\quad \\text{where } ${formulas.join(",\\; ")}`;
  return {
    text: `${bodies.map(printText).join("\n+ ")}${where(texts)}`,
    latex: `${bodies.map((body) => printLatex(body, style)).join(" + ")}${latexWhere}`,
  };
}

function partOrName(e: Expression, names: ReadonlyMap<string, string>) {
  const name = names.get(e.key);
  return name === undefined ? readBack(e, names) : ({ kind: "name", name, at: 0 } as const);
}

/** Definitions one below the other. */
function where(definitions: readonly string[]): string {
  if (definitions.length === 0) return "";
  return `\n  where ${definitions.join(",\n        ")}`;
}
