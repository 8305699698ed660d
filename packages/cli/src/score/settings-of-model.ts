import type { ModelReport } from "./score-json.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** 255 and palettes mean for a picture what they meant for all pairs of its model. */
export function settingsOfModel(
  { white, palettes }: Pick<ModelReport, "white" | "palettes">,
  settings: ScoreSettings,
): ScoreSettings {
  return { ...settings, ...(white && { white }), ...(palettes && { palettes }) };
}
