import { atom, type Piece } from "./piece.ts";
import type { Made } from "./printing.ts";
import type { HelperName, Over, PrintedOp } from "./target.ts";

/** Characters of an expression in one statement. */
const WIDEST = 66;

export function assign(piece: Piece, wanted: string | undefined, made: Made): Piece {
  const name = freeName(
    made.target.nameOf(wanted ?? "part"),
    wanted === undefined || wanted === "total",
    made,
  );
  made.lines.push(made.target.assign(name, piece.text));
  return atom(name, piece.isNumber);
}

export function freeName(wanted: string, isNumbered: boolean, { taken }: Made): string {
  let name = isNumbered ? `${wanted}1` : wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}${i}`;
  taken.add(name);
  return name;
}

/** An operation of pieces, the longest of them in variables until it fits a line. */
export function apply(op: PrintedOp, pieces: readonly Piece[], made: Made): Piece {
  const print = made.target.ops[op];
  if (!print)
    throw new Error(`No source code is written for the operation ${op}: this is a defect of segloss.`);
  return fitted(pieces, (list) => print(...list), made);
}

export function fitted(pieces: readonly Piece[], join: (pieces: Piece[]) => Piece, made: Made): Piece {
  const list = [...pieces];
  for (;;) {
    const whole = join(list);
    const lengths = list.map(({ text }) => (/^[\w.]+$/.test(text) ? 0 : text.length));
    const longest = Math.max(...lengths);
    if (whole.text.length <= WIDEST || longest < 14) return whole;
    const at = lengths.indexOf(longest);
    list[at] = assign(list[at], undefined, made);
  }
}

export function helperCall(helper: HelperName, pieces: readonly Piece[], made: Made): Piece {
  made.helpers.add(helper);
  const name = made.target.nameOf(`_${HELPER_WORDS[helper]}`);
  return fitted(pieces, (list) => atom(`${name}(${list.map(({ text }) => text).join(", ")})`), made);
}

export const HELPER_WORDS: Readonly<Record<HelperName, string>> = {
  ratio: "ratio",
  stop: "constant",
  logOthers: "log_of_others",
  lovaszWeights: "lovasz_weights",
  hardest: "hardest",
  skeleton: "soft_skeleton",
};

export function reduced(kind: "sum" | "mean" | "max", x: Piece, over: Over, made: Made): Piece {
  return fitted([x], ([only]) => made.target.reduce[kind](only, over), made);
}
