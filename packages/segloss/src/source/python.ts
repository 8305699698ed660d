import { INFIX } from "./infix.ts";
import { atom, callOf, inParentheses, type Piece, STRENGTH } from "./piece.ts";
import type { Argument, Over, SourceText } from "./target.ts";

const WIDTH = 88;

type Reduction = (x: Piece, over: Over) => Piece;

/** `x.sum(-1, keepdim=True)`, or with another word for the axes. */
export function methodReduction(method: string, axesWord: string, keepWord: string): Reduction {
  return (x, over) =>
    atom(`${inParentheses(x, STRENGTH.atom)}.${method}(${reductionArguments(over, axesWord, keepWord)})`);
}

/** `ops.sum(x, axis=-1, keepdims=True)`. */
export function callReduction(name: string, axesWord: string, keepWord: string): Reduction {
  return (x, over) => {
    const rest = reductionArguments(over, axesWord, keepWord);
    return atom(`${name}(${x.text}${rest === "" ? "" : `, ${rest}`})`);
  };
}

function reductionArguments({ axes, keep }: Over, axesWord: string, keepWord: string): string {
  if (axes === null) return "";
  const list = axes.length === 1 ? String(axes[0]) : `(${axes.join(", ")})`;
  return `${axesWord}=${list}${keep ? `, ${keepWord}=True` : ""}`;
}

/** A function of the library by name. */
export function named(name: string): (...args: Piece[]) => Piece {
  return (...args) => ({ ...callOf(name, ...args), isNumber: false });
}

/** Of numbers the language's own function, of arrays the library's. */
export function ofNumbersToo(
  name: string,
  library: (...args: Piece[]) => Piece,
): (...args: Piece[]) => Piece {
  return (...args) => (args.every(({ isNumber }) => isNumber) ? callOf(name, ...args) : library(...args));
}

export const PYTHON_ARITHMETIC: typeof INFIX & { square(a: Piece): Piece } = {
  ...INFIX,
  square: (a: Piece): Piece => INFIX.pow(a, atom("2", true)),
};

export function pythonVector(values: readonly number[]): string {
  return `[${values.map(String).join(", ")}]`;
}

/** A module with one public function. */
export function pythonModule(
  text: SourceText,
  signature: (argument: Argument) => string,
  returns: string,
): string {
  const header = head(text.name, text.arguments.map(signature), returns);
  return `${[
    ...text.imports,
    "",
    "",
    ...text.helpers.flatMap((helper) => [...helper.split("\n"), "", ""]),
    ...header,
    ...indented(docstring(text)),
    ...indented(text.body),
    `    return ${text.result}`,
  ].join("\n")}\n`;
}

function head(name: string, parameters: readonly string[], returns: string): string[] {
  const line = `def ${name}(${parameters.join(", ")})${returns}:`;
  if (line.length <= WIDTH) return [line];
  return [`def ${name}(`, ...parameters.map((parameter) => `    ${parameter},`), `)${returns}:`];
}

function docstring({ description, arguments: list }: SourceText): string[] {
  const [first, ...rest] = description;
  return [
    `"""${first}`,
    ...rest,
    "",
    "Args:",
    ...list.flatMap(({ name, meaning }) =>
      wrapped(`${name}: ${meaning}`, 78).map((line, i) => `    ${i === 0 ? "" : "    "}${line}`),
    ),
    '"""',
  ];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `    ${line}`));
}

/** Text in lines, broken between words. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= width) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
