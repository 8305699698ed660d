import { LOSSES, type Loss, loss, scale, sum } from "segloss";
import { printText } from "../../src/formula/print-text.ts";
import type { Syntax } from "../../src/formula/syntax.ts";

/** A formula with definitions and the options of `loss`. */
export interface FormulaTerm {
  readonly weight: number;
  readonly body: Syntax;
  readonly definitions: readonly (readonly [string, Syntax])[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** A loss of the catalogue. */
export interface NamedTerm {
  readonly weight: number;
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export type TermSpec = FormulaTerm | NamedTerm;

/** What a loss is compiled for and run on. */
export interface SettingSpec {
  readonly batch: number;
  readonly space: readonly number[];
  readonly channels: number;
  readonly layout: "channels-last" | "channels-first";
  readonly link: "sigmoid" | "softmax" | "none";
  readonly soft: boolean;
  readonly weighted: boolean;
  readonly masked: boolean;
  readonly ignore: readonly number[];
  readonly logits: "normal" | "large" | "small" | "saturated";
  readonly data: number;
}

/** One case: everything is made from it again. */
export interface Spec {
  readonly terms: readonly TermSpec[];
  readonly setting: SettingSpec;
}

export function formulaText({ body, definitions }: FormulaTerm): string {
  const list = definitions.map(([name, value]) => `${name} = ${printText(value)}`);
  return list.length === 0 ? printText(body) : `${printText(body)} where ${list.join(", ")}`;
}

/** The loss of a case. @throws Error where options do not fit each other. */
export function lossOf({ terms }: Spec): Loss {
  const parts = terms.map((term) => {
    if ("body" in term) return scale(term.weight, loss(formulaText(term), withMaps(term)));
    const factory = LOSSES.find(({ definition }) => definition.name === term.name);
    return scale(term.weight, (factory as unknown as (options: object) => Loss)(term.options));
  });
  return sum(...parts);
}

function withMaps(term: FormulaTerm): object {
  return { ...term.options, maps: /\bm\b/.test(formulaText(term)) ? ["m"] : [] };
}

/** One line to read, and to repeat it by. */
export function describeSpec({ terms, setting }: Spec): string {
  const parts = terms.map((term) =>
    "body" in term
      ? `${term.weight} * loss(${JSON.stringify(formulaText(term))}, ${JSON.stringify(term.options)})`
      : `${term.weight} * ${term.name}(${JSON.stringify(term.options)})`,
  );
  return `${parts.join(" + ")}\n  ${JSON.stringify(setting)}`;
}
