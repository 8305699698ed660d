import { parseFormula } from "../formula/parse.ts";
import type { Syntax } from "../formula/syntax.ts";
import type { LinkName } from "../links/index.ts";
import { linkOf } from "./combine.ts";
import type { Loss, Term } from "./loss.ts";
import { readLoss } from "./read-loss.ts";

/** What a loss asks of those who run it. */
export interface LossNeeds {
  /** Whether each call passes object labels, `instances`. */
  readonly instances: boolean;
  /** Names of the pixel maps that each call passes. */
  readonly maps: readonly string[];
  /** Whether each call says how much of the training is done. */
  readonly progress: boolean;
  /** The link that it is made for; null: any. */
  readonly link: LinkName | null;
  /** Whether it is a mean over pixels, so that `lossValues` has one for each. */
  readonly pixelValues: boolean;
}

/**
 * What a loss needs beside logits and targets, before anything is compiled: `needs("distanceCrossEntropy(cells=instances)")`.
 * @throws FormulaError for text with a mistake
 */
export function needs(loss: Loss | string): LossNeeds {
  const read = readLoss(loss);
  const { terms } = read;
  return {
    instances: terms.some(({ fields }) => fields?.cells === "instances"),
    maps: [...new Set(terms.flatMap(({ maps }) => maps))],
    progress: terms.some((term) => term.ramp !== undefined || formulasOf(term).some(namesProgress)),
    link: linkOf(read),
    pixelValues: terms.every((term) => term.ramp === undefined && formulasOf(term).every(isMean)),
  };
}

function formulasOf({ formula }: Term): string[] {
  return typeof formula === "string" ? [formula] : [formula.sigmoid, formula.softmax];
}

function isMean(formula: string): boolean {
  const { body } = parseFormula(formula);
  return body.kind === "call" && body.name === "mean";
}

function namesProgress(formula: string): boolean {
  const { body, definitions } = parseFormula(formula);
  return [body, ...[...definitions.values()].map(({ value }) => value)].some((part) =>
    names(part, "progress"),
  );
}

function names(node: Syntax, name: string): boolean {
  if (node.kind === "number") return false;
  if (node.kind === "name") return node.name === name;
  if (node.kind === "negate") return names(node.operand, name);
  const parts = node.kind === "call" ? node.args : [node.left, node.right];
  return parts.some((part) => names(part, name));
}
