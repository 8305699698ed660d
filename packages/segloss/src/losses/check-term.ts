import { checkFreeName } from "../formula/names.ts";
import type { Term } from "./loss.ts";

/**
 * Checks what a formula of the user brings along: names that are free and differ, parameters that are finite numbers or
 * lists of them.
 */
export function checkNamesAndParameters({ parameters, maps }: Pick<Term, "parameters" | "maps">): void {
  for (const name of maps) checkFreeName("map", name);
  for (const [name, value] of Object.entries(parameters)) {
    checkFreeName("parameter", name);
    if (maps.includes(name))
      throw new Error(`"${name}" is a parameter and a map: give one of them another name.`);
    const list = Array.isArray(value) ? value : [value];
    if (list.length > 0 && list.every((x) => typeof x === "number" && Number.isFinite(x))) continue;
    throw new Error(
      `The parameter "${name}" must be a finite number or a list of them, got ${String(value)}.`,
    );
  }
}
