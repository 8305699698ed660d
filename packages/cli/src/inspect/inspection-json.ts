import type { Inspection } from "./inspection.ts";
import { suggestedLosses } from "./suggested-losses.ts";

/** One JSON object, described in docs/inspect.md. Objects and pixels one by one stay out. */
export function inspectionJson(inspection: Inspection): string {
  const { each: _, gaps: __, ...objects } = inspection.objects;
  const losses = suggestedLosses(inspection);
  return `${JSON.stringify({ ...inspection, objects, losses }, finite)}\n`;
}

/** Of a set without images there is no least value. */
function finite(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}
