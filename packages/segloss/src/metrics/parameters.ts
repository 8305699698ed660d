import type { MetricParameter } from "./metric.ts";

/**
 * All parameters of a metric: those given, the defaults of the others.
 *
 * @throws RangeError for parameters that the metric lacks, and for values that are not finite or below 0
 */
export function completeParameters(
  metric: { readonly name: string; readonly parameters: Readonly<Record<string, MetricParameter>> },
  given: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const known = Object.entries(metric.parameters);
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(metric.parameters, name)) {
      const names = known.map(([k]) => k).join(", ") || "none";
      throw new RangeError(`${metric.name} has no parameter ${name}; its parameters: ${names}`);
    }
    if (!(value >= 0 && Number.isFinite(value))) {
      throw new RangeError(`${name} of ${metric.name} must be a number, 0 or more, got ${value}`);
    }
  }
  return { ...Object.fromEntries(known.map(([name, parameter]) => [name, parameter.default])), ...given };
}
