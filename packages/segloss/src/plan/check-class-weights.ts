import type { Term } from "../losses/loss.ts";
import type { Setting } from "./setting.ts";

/**
 * An average over classes is divided by the sum of their weights.
 * @throws Error when every class that counts has weight 0
 */
export function checkClassWeights(
  { name, classes, background, classWeights }: Term,
  { channels }: Setting,
): void {
  if (classWeights === null) return;
  const counted = classWeights.filter(
    (_, c) => (channels === 1 || background || c > 0) && (typeof classes === "string" || classes.includes(c)),
  );
  if (counted.length === 0 || counted.some((weight) => weight !== 0)) return;
  const few = counted.length < classWeights.length ? " that count" : "";
  throw new Error(
    `${name}: classWeights are 0 for all classes${few}, got [${classWeights.slice(0, 8).join(", ")}${classWeights.length > 8 ? ", ..." : ""}]: ` +
      "give one of them a weight above 0, or leave classWeights out.",
  );
}
