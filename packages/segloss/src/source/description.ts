import { parseFormula } from "../formula/parse.ts";
import { printText } from "../formula/print-text.ts";
import { LOSSES } from "../losses/index.ts";
import type { Loss, Term } from "../losses/loss.ts";
import { printLoss, printRamp } from "../losses/print-loss.ts";
import { formulaFor } from "../plan/meaning.ts";
import type { Plan } from "../plan/plan.ts";
import { wrapped } from "./python.ts";
import type { Target } from "./target.ts";

/** What the function computes, with its formula and constants. */
export function descriptionOf(loss: Loss, plan: Plan, target: Target): string[] {
  const { terms } = loss;
  const definition = LOSSES.find(
    ({ definition: d }) => terms.length === 1 && d.name === terms[0].name,
  )?.definition;
  const title = definition ? `${definition.title}: ${definition.summary}.` : "Segmentation loss.";
  const call = terms.some(({ name }) => name === "formula") ? "" : ` of ${printLoss(loss)}`;
  return [
    ...wrapped(title, 80),
    ...terms.flatMap((term) => ["", ...formulaLines(term, plan), "", ...constantsOf(term)]),
    "",
    ...wrapped(`Written by segloss: ${target.title} code${call}.`, 80),
  ];
}

/** The formula, and below it its definitions. */
function formulaLines(term: Term, plan: Plan): string[] {
  const { body, definitions } = parseFormula(formulaFor(term, plan.setting));
  const factors = [
    ...(term.weight === 1 ? [] : [String(term.weight)]),
    ...(term.ramp ? [printRamp(term.ramp)] : []),
  ];
  const text = factors.length === 0 ? printText(body) : `${factors.join(" * ")} * (${printText(body)})`;
  const list = [...definitions].map(([name, { value }]) => `${name} = ${printText(value)}`);
  const where = list.map(
    (line, i) => `${i === 0 ? "  where " : "        "}${line}${i < list.length - 1 ? "," : ""}`,
  );
  const lines = [...wrapped(text, 76), ...where.flatMap((line) => hanging(line, 76))];
  return lines.map((line) => `    ${line}`);
}

/** A line that is too long goes on further to the right. */
function hanging(line: string, width: number): string[] {
  const indent = line.length - line.trimStart().length;
  return wrapped(line.trimStart(), width - indent - 4).map(
    (part, i) => " ".repeat(indent + (i === 0 ? 0 : 4)) + part,
  );
}

function constantsOf(term: Term): string[] {
  const constants = Object.entries(term.parameters).map(
    ([name, value]) => `${name} = ${Array.isArray(value) ? `[${value.join(", ")}]` : value}`,
  );
  const region = `Sums run over the pixels of ${term.over === "image" ? "each image, and images are averaged" : "the whole batch"}.`;
  return [...(constants.length === 0 ? [] : wrapped(`With ${constants.join(", ")}.`, 80)), region];
}
