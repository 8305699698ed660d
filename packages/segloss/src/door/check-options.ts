import { didYouMean } from "../formula/did-you-mean.ts";
import { check } from "./check.ts";
import { escaped } from "./escaped.ts";
import type { Kind } from "./kind.ts";
import { RECORD } from "./kinds.ts";

/** Names longer than this are none that somebody has misspelt. */
const LONGEST_NAME = 40;

/**
 * Refuses options that do not exist, options that are missing and values of another kind; undefined is as good as
 * absent.
 *
 * @param where the function that takes them
 * @throws Error that names function and option, says what was expected and what came, and what may have been meant
 */
export function checkOptions(where: string, given: unknown, kinds: Readonly<Record<string, Kind>>): void {
  check(`${where}: options`, given, RECORD);
  const options = given as Readonly<Record<string, unknown>>;
  checkNames(where, Object.keys(options), kinds);
  for (const name in kinds) {
    const kind = kinds[name];
    if (options[name] === undefined ? kind.required : !kind.fits(options[name]))
      check(`${where}: ${name}`, options[name], kind);
  }
}

/** Refuses names of options that do not exist. */
export function checkNames(
  where: string,
  names: readonly string[],
  known: Readonly<Record<string, unknown>>,
): void {
  for (const name of names) {
    if (Object.hasOwn(known, name)) continue;
    const all = Object.keys(known);
    const near = name.length <= LONGEST_NAME ? didYouMean(name, all) : "";
    throw new Error(
      `${where} has no option "${escaped(name, LONGEST_NAME)}".${near || ` Options: ${all.join(", ")}.`}`,
    );
  }
}
