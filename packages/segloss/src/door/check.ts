import type { Kind } from "./kind.ts";
import { shown } from "./shown.ts";

/**
 * Refuses an argument of another kind.
 *
 * @param name of the argument, with its function in front where that helps: "scale: factor"
 * @throws Error that says what was expected and what came
 */
export function check(name: string, value: unknown, kind: Kind): void {
  if (kind.fits(value)) return;
  throw new Error(`${name} must be ${kind.expected}, got ${shown(value)}.${remedy(value)}`);
}

/** What to do with something that holds the data. */
function remedy(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  if (typeof (value as { dataSync?: unknown }).dataSync === "function")
    return " Of a tensor of TensorFlow.js pass dataSync().";
  return ArrayBuffer.isView((value as { data?: unknown }).data) ? " Of a tensor pass its data." : "";
}
