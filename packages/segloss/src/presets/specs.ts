import type { OptionSpec } from "../losses/option.ts";

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

/** An option of which only one value has a single number as its result. */
export const MEAN: OptionSpec = word("mean", ["mean"], "only the mean is one number to train on");

/** Targets are class indices or one-hot as the caller has them. */
export const ONE_HOT: OptionSpec = flag(false, "no effect: targets may be class indices or one-hot");

export const BY_COMPILE = "pass ignore (a label, on the command line --ignore) or a mask with the data";
export const DETACHED = "it changes how the library runs, not the number";
