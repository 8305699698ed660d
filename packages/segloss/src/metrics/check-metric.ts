import { shown } from "../door/shown.ts";
import type { MetricDescription } from "./metric.ts";

/** Metrics read different things: one that reads something else would score `undefined` without a word. */
export function checkMetric(metric: MetricDescription, kind: string, where: string): void {
  const { kind: own, from } = metric as MetricDescription & {
    readonly kind?: string;
    readonly from?: unknown;
  };
  if (own === kind && typeof from === "function") return;
  throw new RangeError(
    `${where} is for metrics of the kind "${kind}", got ${shown(metric.name)} of the kind ${shown(own)}`,
  );
}
