import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import { type Kind, required } from "../door/kind.ts";
import { TEXT } from "../door/kinds.ts";
import { FORMULA_FUNCTIONS } from "./functions.ts";
import { OP_LATEX } from "./op-latex.ts";
import type { OpName } from "./op-name.ts";
import { short } from "./read-back.ts";
import type { FormulaSyntax, Syntax } from "./syntax.ts";

/** How symbols are written: `index` is the subscript of what varies over pixels (and classes). */
export interface LatexStyle {
  readonly index: string;
}

const GREEK = ["alpha", "beta", "gamma", "delta", "epsilon", "lambda", "sigma", "tau", "mu"];

/** A formula as TeX, for KaTeX or a paper. */
export function printLatex(node: Syntax, style: LatexStyle): string {
  const print = (part: Syntax): string => printLatex(part, style);
  switch (node.kind) {
    case "number":
      return short(node.value).replace(/e([+-]?\d+)/, (_, power) => ` \\cdot 10^{${Number(power)}}`);
    case "name":
      return latexName(node.name, style);
    case "negate":
      return `-${isSum(node.operand) ? parenthesised(print(node.operand)) : print(node.operand)}`;
    case "call":
      return printCall(
        node.name,
        node.args.map((arg) => operand(node.name, arg, style)),
        style,
      );
    case "binary":
      return printBinary(node, style);
  }
}

const STYLE = { index: required(TEXT) };

const FORMULA: Kind = {
  expected: "what parseFormula gives",
  fits: (value) =>
    (value as Partial<FormulaSyntax> | null)?.definitions instanceof Map &&
    typeof (value as FormulaSyntax).body?.kind === "string",
};

/** The formula followed by its definitions. */
export function formulaLatex(formula: FormulaSyntax, style: LatexStyle): string {
  check("formulaLatex: formula", formula, FORMULA);
  checkOptions("formulaLatex", style, STYLE);
  const { body, definitions } = formula;
  const list = [...definitions].map(
    ([name, { value }]) => `${latexName(name, style)} = ${printLatex(value, style)}`,
  );
  const where = list.length === 0 ? "" : ` \\quad \\text{where } ${list.join(",\\; ")}`;
  return printLatex(body, style) + where;
}

/** A name as it is written in TeX. */
export function latexName(name: string, { index }: LatexStyle): string {
  const indexed: Readonly<Record<string, string>> = {
    p: `p_{${index}}`,
    q: `(1 - p_{${index}})`,
    y: `y_{${index}}`,
    z: `z_{${index}}`,
    w: "w_i",
    v: "v_i",
    logp: `\\log p_{${index}}`,
    log1mp: `\\log (1 - p_{${index}})`,
    classWeights: "w_c",
    foreground: "f_c",
    images: "N",
    C: "C",
    N: "N",
  };
  const [, letters, digits] = /^([A-Za-z]+)_?(\d*)$/.exec(name) ?? [];
  if (Object.hasOwn(indexed, name)) return indexed[name];
  if (letters === undefined)
    return name.startsWith("[") ? `\\left${name.slice(0, -1)}\\right]` : `\\mathit{${name}}`;
  const base = GREEK.includes(letters)
    ? `\\${letters}`
    : letters.length === 1
      ? letters
      : `\\mathrm{${letters}}`;
  return digits ? `${base}_{${digits}}` : base;
}

/** Arguments of what prints without brackets of its own get them when they are sums. */
function operand(name: string, arg: Syntax, style: LatexStyle): string {
  const text = printLatex(arg, style);
  const open = ["sum", "mean", "total", "others"].includes(name);
  return open && (isSum(arg) || startsNegative(arg)) ? parenthesised(text) : text;
}

function printCall(name: string, args: readonly string[], style: LatexStyle): string {
  const reductions: Readonly<Record<string, (...args: readonly string[]) => string>> = {
    sum: (x) => `\\sum_i ${x}`,
    mean: (x) => `\\frac{1}{N} \\sum_i ${x}`,
    lovasz: (x) => `\\overline{\\Delta_J}\\left(${x}\\right)`,
    lovaszWeights: () => `g_{${style.index}}`,
    clip: (x, low, high) => `\\min\\left(\\max\\left(${x},\\, ${low}\\right),\\, ${high}\\right)`,
  };
  if (Object.hasOwn(reductions, name)) return reductions[name](...args);
  const op = (Object.hasOwn(FORMULA_FUNCTIONS, name) ? FORMULA_FUNCTIONS[name].op : name) as OpName;
  return Object.hasOwn(OP_LATEX, op)
    ? OP_LATEX[op](...args)
    : `\\mathrm{${name}}\\left(${args.join(",\\, ")}\\right)`;
}

function printBinary(
  { operator, left, right }: Extract<Syntax, { kind: "binary" }>,
  style: LatexStyle,
): string {
  const print = (node: Syntax): string => printLatex(node, style);
  const factor = (node: Syntax): string => (isSum(node) ? parenthesised(print(node)) : print(node));
  const later = (node: Syntax): string => (startsNegative(node) ? parenthesised(print(node)) : factor(node));
  switch (operator) {
    case "+":
      return `${print(left)} + ${startsNegative(right) ? parenthesised(print(right)) : print(right)}`;
    case "-":
      return `${print(left)} - ${later(right)}`;
    case "*":
      return OP_LATEX.mul(left.kind === "negate" ? print(left) : factor(left), later(right));
    case "/":
      return OP_LATEX.ratio(print(left), print(right));
    case "^": {
      const simple = left.kind === "number" || (left.kind === "name" && !left.name.startsWith("log"));
      return OP_LATEX.pow(simple ? `{${print(left)}}` : parenthesised(print(left)), print(right));
    }
  }
}

/** Whether it begins with a minus sign, as in -a b. */
function startsNegative(node: Syntax): boolean {
  if (node.kind === "negate") return true;
  return (
    node.kind === "binary" && node.operator !== "/" && node.operator !== "^" && startsNegative(node.left)
  );
}

function isSum(node: Syntax): boolean {
  return (
    node.kind === "negate" || (node.kind === "binary" && (node.operator === "+" || node.operator === "-"))
  );
}

function parenthesised(text: string): string {
  return `\\left(${text}\\right)`;
}
