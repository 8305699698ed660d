import { check } from "../door/check.ts";
import { listOf, RECORD, TEXT } from "../door/kinds.ts";
import { parseFormula } from "../formula/parse.ts";
import { withKernels } from "../kernels/with-kernels.ts";
import { checkNamesAndParameters } from "./check-term.ts";
import { CLASS_FIELD_NAMES, type ClassField } from "./class-field.ts";
import { ownOptions, type RegionOptions, withOwnLists, withoutNone } from "./define-loss.ts";
import type { ClassFields, Loss, Term, TermLink } from "./loss.ts";
import { readLossOptions } from "./option.ts";
import { REGION_RULES } from "./region-rules.ts";

export interface FormulaOptions extends RegionOptions {
  /** Constants of the formula by name; a list has one value per class. */
  readonly parameters?: Readonly<Record<string, number | readonly number[]>>;
  /** Names of pixel maps that every call passes. */
  readonly maps?: readonly string[];
  /** Fields of each class that the formula names: "distance", "predictedDistance", "nearness", "smoothed". */
  readonly fields?: readonly ClassField[];
  /** Of fields of the prediction: the logit above which a pixel counts as predicted. Default: where p > 1/2. */
  readonly above?: number;
  /** Of the field `smoothed`: weights of the pixels around along each axis, an odd number. */
  readonly kernel?: readonly number[];
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
  const { parameters: given = {}, maps = [], fields = [], above, kernel, ...rest } = options;
  check("loss: parameters", given, RECORD);
  check("loss: maps", maps, NAMES);
  check("loss: fields", fields, NAMES);
  const parameters = withOwnLists(given) as Term["parameters"];
  const region = ownOptions(rest);
  parseFormula(formula);
  checkNamesAndParameters({ parameters, maps });
  checkFields(fields, above, kernel);
  const read = readLossOptions("formula", region, REGION_RULES);
  const term: Term = {
    weight: 1,
    name: "formula",
    options: withoutNone(region),
    formula,
    parameters,
    maps: [...maps],
    fields: fields.length === 0 ? null : fieldSettings(fields, above, kernel),
    over: (read.over ?? "image") as Term["over"],
    classes: (typeof read.classes === "number" ? [read.classes] : (read.classes ?? "all")) as Term["classes"],
    background: read.background as boolean,
    classWeights: read.classWeights as Term["classWeights"],
    pooled: read.pooled as boolean,
    normalize: read.normalize as boolean,
    empty: (read.empty ?? 1) as number,
    ...(read.link !== null && { link: read.link as TermLink }),
  };
  return { terms: [withKernels(term)] };
}

function fieldSettings(
  classFields: readonly ClassField[],
  above: number | undefined,
  kernel: readonly number[] | undefined,
): ClassFields {
  return {
    classFields: [...classFields],
    ...(above !== undefined && { above }),
    ...(kernel && { kernel: [...kernel] }),
  };
}

function checkFields(
  fields: readonly string[],
  above: number | undefined,
  kernel: readonly number[] | undefined,
): void {
  const known: readonly string[] = CLASS_FIELD_NAMES;
  const unknown = fields.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(`formula: fields are some of ${known.join(", ")}, got "${unknown}".`);
  if (above !== undefined && !Number.isFinite(above))
    throw new Error(`formula: above is a logit, got ${above}.`);
  if (fields.includes("smoothed") !== (kernel !== undefined))
    throw new Error("formula: the field smoothed and a kernel go together: kernel=[0.25, 0.5, 0.25].");
  if (kernel && !(kernel.length % 2 === 1 && kernel.every(Number.isFinite)))
    throw new Error(`formula: kernel is an odd number of weights, got [${kernel.join(", ")}].`);
}
