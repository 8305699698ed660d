import type { OptionValue } from "../losses/loss.ts";
import type { OptionSpec } from "../losses/option.ts";
import type { Refusal } from "./preset.ts";

/** Options in the words of `OptionSpec`, in short: presets have many. */
export function flag(value: boolean, doc: string): OptionSpec {
  return { kind: "boolean", default: value, doc };
}

export function real(value: number | null, doc: string, min?: number): OptionSpec {
  return { kind: "number", default: value, doc, ...(min !== undefined && { min }) };
}

/** A number, or one per class. */
export function perClass(doc: string): OptionSpec {
  return { kind: "numbers", default: null, min: 0, doc };
}

export function list(value: readonly number[] | null, doc: string): OptionSpec {
  return { kind: "list", default: value, doc };
}

export function word(value: string | null, choices: readonly string[], doc: string): OptionSpec {
  return { kind: "choice", default: value, choices, doc };
}

/** The option with a meaning for None, where that is not its default. */
export function orNone(spec: OptionSpec, meaning: string): OptionSpec {
  return { ...spec, none: meaning };
}

/**
 * How the values that a loss consists of become one number. A loss that is trained on is one number, so "none" is
 * trained on as their mean; the values themselves come from `lossValues`.
 */
export const REDUCTION: OptionSpec = word(
  "mean",
  ["mean", "sum", "none"],
  "sum: added up; none: trained on as the mean, its values come from lossValues",
);

/** The same for a library whose default is "none". */
export const REDUCTION_NONE: OptionSpec = { ...REDUCTION, default: "none" };

/** Whether the values are added up. */
export function summed({ reduction }: Readonly<Record<string, OptionValue>>): boolean {
  return reduction === "sum";
}

/** Targets are class indices or one-hot as the caller has them. */
export const ONE_HOT: OptionSpec = flag(false, "no effect: targets may be class indices or one-hot");

/** An option that is refused, but for None and values that change nothing. */
export function refuse(why: string, ...harmless: readonly OptionValue[]): Refusal {
  return { why, harmless: [null, ...harmless] };
}

/** A label that is left out: it belongs to the data. The library's default is accepted. */
export function ignoredLabel(...defaults: readonly OptionValue[]): Refusal {
  return refuse("pass ignore (a label, on the command line --ignore) or a mask with the data", ...defaults);
}

export const DETACHED = "how the library runs";
