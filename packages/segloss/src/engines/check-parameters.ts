import { check } from "../door/check.ts";
import { checkNames } from "../door/check-options.ts";
import { RECORD } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * The constants that a run brings.
 * @throws Error for one that was not compiled as live, one that is missing, and one that is no finite number
 */
export function checkParameters(
  given: Readonly<Record<string, number>> | undefined,
  { setting }: Plan,
): Readonly<Record<string, number>> {
  const { live = [] } = setting;
  if (given === undefined && live.length === 0) return {};
  const parameters = given ?? {};
  check("parameters", parameters, RECORD);
  const names = Object.keys(parameters);
  if (live.length === 0 && names.length > 0)
    throw new Error(
      `parameters: nothing was compiled as live, got ${names.join(", ")}: compile with live: ${JSON.stringify(names)}.`,
    );
  checkNames("parameters", names, Object.fromEntries(live.map((name) => [name, true])));
  for (const name of live)
    if (!Number.isFinite(parameters[name]))
      throw new Error(
        `parameters.${name} must be a finite number, since it was compiled as live; got ${shown(parameters[name])}.`,
      );
  return parameters;
}
