import { check } from "../door/check.ts";
import type { Kind } from "../door/kind.ts";
import { TEXT } from "../door/kinds.ts";
import { FORMULA_WORDS } from "../formula/words.ts";
import { PRESETS } from "../presets/index.ts";
import { allOptions } from "./all-options.ts";
import type { LossFactory } from "./define-loss.ts";
import { LOSSES } from "./index.ts";
import type { OptionSpec, OptionSpecs } from "./option.ts";
import { REGION_OPTIONS } from "./region-options.ts";

/** One way to go on. */
export interface Completion {
  /** What stands in the list. */
  readonly name: string;
  readonly kind: "loss" | "library" | "option" | "value" | "symbol" | "function" | "reduction" | "definition";
  readonly doc: string;
  /** What is put in place of the word; the cursor goes to its end. */
  readonly insert: string;
}

/** Ways to go on with the word that ends, or would begin, at the cursor. */
export interface Completions {
  /** The word that is replaced. */
  readonly from: number;
  readonly to: number;
  readonly list: readonly Completion[];
}

const place = (text: string): Kind => ({
  expected: `a place in the text, a whole number from 0 to ${text.length}`,
  fits: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= text.length,
});

/**
 * What may stand at a place in the text of a loss: losses and libraries, options and their values inside of a call, symbols,
 * functions and definitions inside of a formula; names that begin with what is typed first.
 *
 * @example completeLoss("tversky(be", 10).list[0] // { name: "beta", kind: "option", insert: "beta=", ... }
 */
export function completeLoss(text: string, at: number = text.length): Completions {
  check("completeLoss: the loss", text, TEXT);
  check("completeLoss: the place", at, place(text));
  const before = text.slice(0, at);
  const typed = /[A-Za-z_][A-Za-z_0-9]*$/.exec(before)?.[0] ?? "";
  const from = before.length - typed.length;
  const rest = /^[A-Za-z_0-9]*/.exec(text.slice(at))?.[0] ?? "";
  const start = before.slice(0, from);
  const list = takesWord(start) ? fitting(candidates(start, text), typed) : [];
  return { from, to: at + rest.length, list };
}

/** Whether a name may stand here: after an operand there is an operator first. */
function takesWord(before: string): boolean {
  return /(^|[-+*/^(,=."']|\bwhere)\s*$/.test(before);
}

/** Those that begin with the word, then those that hold it. */
function fitting(all: readonly Completion[], typed: string): Completion[] {
  const word = typed.toLowerCase();
  const rank = ({ name }: Completion): number => name.toLowerCase().indexOf(word);
  return all.filter((each) => rank(each) >= 0).sort((a, b) => Math.sign(rank(a)) - Math.sign(rank(b)));
}

function candidates(before: string, text: string): readonly Completion[] {
  const quoted = /formula\(\s*(["'])([^"']*)$/.exec(before);
  if (quoted) return formulaWords(quoted[2]);
  const library = PRESETS.find(({ name }) => before.endsWith(`${name}.`));
  if (library)
    return Object.entries(library.losses).map(([name, { definition }]) =>
      lossNamed(name, definition.summary),
    );
  const open = openCall(before);
  const specs = open && optionsOf(open.name);
  if (!open || !specs)
    return isFormula(before) || (open && open.name !== "ramp")
      ? formulaWords(text)
      : [...losses(), ...formulaWords(text)];
  const option = /([A-Za-z_][A-Za-z_0-9]*)\s*=\s*["']?$/.exec(open.inside)?.[1];
  if (option !== undefined) return values(Object.hasOwn(specs, option) ? specs[option] : undefined);
  return /(^|,)\s*$/.test(open.inside) ? options(specs, open.inside) : [];
}

/** The innermost call that is not closed before the cursor. */
function openCall(before: string): { name: string; inside: string } | null {
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    if (before[i] === ")") depth++;
    if (before[i] === "(" && --depth < 0) {
      const name = /[A-Za-z_][A-Za-z_0-9.]*$/.exec(before.slice(0, i))?.[0];
      return name === undefined ? null : { name, inside: before.slice(i + 1) };
    }
  }
  return null;
}

function optionsOf(name: string): OptionSpecs | null {
  const factory = LOSSES.find(({ definition }) => definition.name === name) as LossFactory<never> | undefined;
  if (factory) return allOptions(factory.definition);
  if (name === "formula") return REGION_OPTIONS;
  const [library, own] = name.split(".");
  const losses = PRESETS.find((each) => each.name === library)?.losses;
  return own !== undefined && losses && Object.hasOwn(losses, own) ? losses[own].definition.options : null;
}

/** Whether a formula has begun: something other than calls of losses, factors and signs. */
function isFormula(before: string): boolean {
  return (
    /[/^]|\bwhere\b|[-+]\s*$/.test(before) && !/^[\s\d.*+-]*[A-Za-z_.]+(\([^()]*\))?\s*[-+]/.test(before)
  );
}

function losses(): Completion[] {
  const own = LOSSES.map(({ definition }) => lossNamed(definition.name, definition.summary));
  const libraries = PRESETS.map(
    ({ name, title }): Completion => ({
      name,
      kind: "library",
      doc: `losses of ${title}`,
      insert: `${name}.`,
    }),
  );
  return [...own, ...libraries];
}

function lossNamed(name: string, doc: string): Completion {
  return { name, kind: "loss", doc, insert: name };
}

function options(specs: OptionSpecs, inside: string): Completion[] {
  return Object.entries(specs)
    .filter(([name]) => !new RegExp(`\\b${name}\\s*=`).test(inside))
    .map(([name, { doc }]) => ({ name, kind: "option", doc, insert: `${name}=` }));
}

function values(spec: OptionSpec | undefined): Completion[] {
  const words = [...(spec?.choices ?? []), ...(spec?.kind === "boolean" ? ["true", "false"] : [])];
  return words.map((name) => ({ name, kind: "value", doc: spec?.doc ?? "", insert: name }));
}

function formulaWords(text: string): Completion[] {
  const defined = [...text.matchAll(/(?:\bwhere|,)\s*([A-Za-z_][A-Za-z_0-9]*)\s*=/g)].map(([, name]) => name);
  return [
    ...defined.map(
      (name): Completion => ({ name, kind: "definition", doc: "defined in this formula", insert: name }),
    ),
    ...FORMULA_WORDS.map(({ name, kind, operands, doc }): Completion => {
      return { name, kind, doc, insert: operands.length === 0 ? name : `${name}(` };
    }),
  ];
}
