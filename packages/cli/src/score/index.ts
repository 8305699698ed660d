// What `segloss score` does, without files and threads: for pages, which bring their own.
export { namedMasks } from "../data/named-masks.ts";
export { readOrOpenSource } from "../data/read-source.ts";
export type { FilePair, FilePairs } from "./file-pair.ts";
export { isOpen } from "./is-open.ts";
export { isWrong, type MaskView, maskView, worstSlice } from "./mask-view.ts";
export { parseMetrics } from "./metric-choice.ts";
export { modelReport } from "./model-report.ts";
export { nothingPairs, pairByName } from "./pair-by-name.ts";
export { outcomeOf } from "./pair-outcome.ts";
export { pairScorer } from "./pair-scorer.ts";
export type { ReadPair } from "./read-pair.ts";
export { scoreCsv } from "./score-csv.ts";
export { SCORE_DEFAULTS } from "./score-defaults.ts";
export { type ModelReport, scoreJson } from "./score-json.ts";
export type { ClassResult, ImageRow, MetricResult, ScoreResult } from "./score-result.ts";
export { type RunPairs, scoreSet } from "./score-set.ts";
export type { ScoreSettings } from "./score-settings.ts";
