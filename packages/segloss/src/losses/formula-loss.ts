import { check } from "../door/check.ts";
import { listOf, RECORD, TEXT } from "../door/kinds.ts";
import { parseFormula } from "../formula/parse.ts";
import type { LinkName } from "../links/index.ts";
import { checkNamesAndParameters } from "./check-term.ts";
import { ownOptions, type RegionOptions, withOwnLists } from "./define-loss.ts";
import type { Loss, Term } from "./loss.ts";
import { REGION_OPTIONS, readLossOptions } from "./option.ts";

export interface FormulaOptions extends RegionOptions {
  /** Constants of the formula by name; a list has one value per class. */
  readonly parameters?: Readonly<Record<string, number | readonly number[]>>;
  /** Names of pixel maps that every call passes. */
  readonly maps?: readonly string[];
}

const NAMES = listOf(TEXT, "a list of names");

/**
 * A loss of your own, written as a formula: `loss("1 - sum(p*y)/(sum(p) + sum(y) - sum(p*y))")`. Symbols are z, p, y,
 * logp, log1mp; sum and mean run over the pixels of each image (or of the batch, with over: "batch"), total over the
 * classes. What still varies over classes is averaged over them.
 * @throws FormulaError with the place of the mistake; unknown names show when the loss is compiled.
 */
export function loss(formula: string, options: FormulaOptions = {}): Loss {
  check("loss: formula", formula, TEXT);
  check("loss: options", options, RECORD);
  const { parameters: given = {}, maps = [], ...rest } = options;
  check("loss: parameters", given, RECORD);
  check("loss: maps", maps, NAMES);
  const parameters = withOwnLists(given) as Term["parameters"];
  const region = ownOptions(rest);
  parseFormula(formula);
  checkNamesAndParameters({ parameters, maps });
  const read = readLossOptions("formula", region, REGION_OPTIONS);
  const term: Term = {
    weight: 1,
    name: "formula",
    options: region,
    formula,
    parameters,
    maps: [...maps],
    fields: null,
    over: (read.over ?? "image") as Term["over"],
    classes: (typeof read.classes === "number" ? [read.classes] : (read.classes ?? "all")) as Term["classes"],
    background: read.background as boolean,
    classWeights: read.classWeights as Term["classWeights"],
    pooled: read.pooled as boolean,
    normalize: read.normalize as boolean,
    empty: (read.empty ?? 1) as number,
    ...(read.link !== null && { link: read.link as LinkName }),
  };
  return { terms: [term] };
}
