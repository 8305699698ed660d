import { check } from "../door/check.ts";
import { escaped } from "../door/escaped.ts";
import type { Kind } from "../door/kind.ts";
import { RECORD } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import type { MetricParameter } from "./metric.ts";

/** Records of metrics, one's own among them. */
export const METRIC: Kind = {
  expected: "a metric such as diceScore",
  fits: (value) => RECORD.fits(value) && RECORD.fits((value as { readonly parameters?: unknown }).parameters),
};

/**
 * All parameters of a metric: those given, the defaults of the others.
 *
 * @throws RangeError for parameters that the metric lacks, and for values that are not finite or out of range
 */
export function completeParameters(
  metric: { readonly name: string; readonly parameters: Readonly<Record<string, MetricParameter>> },
  given: Readonly<Record<string, number>> = {},
): Record<string, number> {
  check("metric", metric, METRIC);
  check(`parameters of ${metric.name}`, given, RECORD);
  const known = Object.entries(metric.parameters);
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(metric.parameters, name)) {
      const names = known.map(([k]) => k).join(", ") || "none";
      throw new RangeError(`${metric.name} has no parameter ${escaped(name, 40)}; its parameters: ${names}`);
    }
    const { max } = metric.parameters[name];
    if (!(typeof value === "number" && value >= 0 && value <= (max ?? Number.MAX_VALUE))) {
      const range = max === undefined ? "a number, 0 or more" : `0 to ${max}`;
      throw new RangeError(`${name} of ${metric.name} must be ${range}, got ${shown(value)}`);
    }
  }
  return { ...Object.fromEntries(known.map(([name, parameter]) => [name, parameter.default])), ...given };
}
