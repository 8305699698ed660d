import type { ScoreSettings } from "./score-settings.ts";

/** What holds where a request says nothing else. */
export const SCORE_DEFAULTS: Pick<ScoreSettings, "metrics" | "labels" | "empty" | "surface" | "penalty"> = {
  metrics: "dice,iou,precision,recall",
  labels: "classes",
  empty: "skip",
  surface: "pixels",
  penalty: "diagonal",
};
