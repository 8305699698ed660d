import { parseMetrics, SCORE_DEFAULTS, type ScoreSettings } from "@segloss/cli/score";
import type { Choices } from "./messages.ts";

/**
 * The settings that `segloss score` has for these options.
 *
 * @throws Error for metrics that are not known and labels that are no whole numbers, with what was meant
 */
export function settingsOf({ metrics, labels, ignore }: Choices): ScoreSettings {
  parseMetrics(metrics);
  return {
    ...SCORE_DEFAULTS,
    ...{ metrics, labels, ignore: labelsOf(ignore), geometry: "world", decode: {}, parts: {} },
    paint: { as: labels === "instances" ? "instances" : "classes" },
  };
}

function labelsOf(text: string): number[] {
  if (text.trim() === "") return [];
  return text.split(",").map((part) => {
    const label = Number(part);
    if (part.trim() === "" || !Number.isInteger(label) || label < 0)
      throw new Error(`expected whole numbers with commas between, such as 255, got "${text}"`);
    return label;
  });
}
