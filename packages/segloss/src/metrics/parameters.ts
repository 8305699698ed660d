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

type Parameters = Readonly<Record<string, MetricParameter>>;

/**
 * All parameters of a metric: those given, the defaults of the others. A choice is given as its word.
 *
 * @throws RangeError for parameters that the metric lacks, and for values that are not finite or out of range
 */
export function completeParameters(
  metric: { readonly name: string; readonly parameters: Parameters },
  given: Readonly<Record<string, number | string>> = {},
): Record<string, number> {
  check("metric", metric, METRIC);
  check(`parameters of ${metric.name}`, given, RECORD);
  const known = Object.entries(metric.parameters);
  const numbers = Object.entries(given).map(([name, value]) => {
    if (!Object.hasOwn(metric.parameters, name)) {
      const names = known.map(([k]) => k).join(", ") || "none";
      throw new RangeError(`${metric.name} has no parameter ${escaped(name, 40)}; its parameters: ${names}`);
    }
    return [name, numberOf(value, metric.parameters[name], `${name} of ${metric.name}`)];
  });
  const defaults = known.map(([name, parameter]) => [name, parameter.default]);
  return Object.fromEntries([...defaults, ...numbers]);
}

function numberOf(value: number | string, { max, choices }: MetricParameter, what: string): number {
  if (choices) {
    const place = typeof value === "string" ? choices.indexOf(value) : value;
    if (typeof place === "number" && choices[place] !== undefined) return place;
    throw new RangeError(`${what} must be ${choices.join(" or ")}, got ${shown(value)}`);
  }
  if (typeof value === "number" && value >= 0 && value <= (max ?? Number.MAX_VALUE)) return value;
  const range = max === undefined ? "a number, 0 or more" : `0 to ${max}`;
  throw new RangeError(`${what} must be ${range}, got ${shown(value)}`);
}
