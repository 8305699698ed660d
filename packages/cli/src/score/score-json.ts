import type { PaletteLabels, WhiteRole } from "@segloss/io";
import type { NamedScores, ScoreComparison } from "./compare-scores.ts";
import type { ScoreResult } from "./score-result.ts";
import type { ScoreSettings } from "./score-settings.ts";
import type { ThresholdOutcome } from "./thresholds.ts";

/** Version of what `segloss score --json` prints; docs/score.md describes it. It grows when a field changes its meaning. */
export const SCORE_JSON_VERSION = 1;

/** What there is to say of the masks of one model. */
export interface ModelReport extends NamedScores {
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly outcomes: readonly ThresholdOutcome[];
  /** Where its masks and the truth have their labels, where some have palettes of grays. */
  readonly palettes?: PaletteLabels;
  /** What 255 was taken for, where it occurs and nothing is said about it. */
  readonly white?: WhiteRole;
}

/** One JSON object: the fields of a single model stand at the top, several stand in a list. */
export function scoreJson(
  models: readonly ModelReport[],
  comparisons: readonly ScoreComparison[],
  settings: ScoreSettings,
): string {
  const { metrics, classes, regions, ignore, labels, empty, surface, penalty, spacing, geometry } = settings;
  const said = { metrics, classes, regions, ignore, labels, empty, surface, penalty, spacing, geometry };
  const compared = comparisons.length > 0 ? { comparisons: comparisons.map(comparisonJson) } : {};
  const reports = models.map(modelJson);
  const body =
    reports.length === 1
      ? reports[0]
      : { models: reports.map((one, k) => ({ name: models[k].name, ...one })) };
  return `${JSON.stringify({ version: SCORE_JSON_VERSION, settings: said, ...body, ...compared }, infinityAsText)}\n`;
}

function modelJson({ result, problems, notes, outcomes }: ModelReport) {
  const limits = outcomes.map(({ threshold, value, met }) => ({ limit: threshold.text, value, met }));
  const confusion = result.overlapping ? [] : result.confusion;
  return { ...result, confusion, problems, notes, ...(limits.length > 0 && { limits }) };
}

function comparisonJson({ metric, models, margin, images, means, verdict }: ScoreComparison) {
  const { word, leader, rows, df, reason } = verdict;
  return {
    ...{ metric, models, margin, images, means, word, df },
    ...(reason !== undefined && { reason }),
    ...(leader !== undefined && { leader: models[leader] }),
    differences: rows.map(({ candidate, ...row }) => ({ model: models[candidate], ...row })),
  };
}

const EXPECTED = "expected what segloss score --json printed";

/** What stands in the text is not repeated: it may be anything. */
function parsed(text: string): object {
  try {
    const content: unknown = JSON.parse(text, (_, value) => (value === "Infinity" ? Infinity : value));
    if (typeof content === "object" && content !== null) return content;
  } catch {
    // Said below.
  }
  throw new Error(`it is no JSON object; ${EXPECTED}`);
}

/** The result of a single model from what `scoreJson` wrote. */
export function readScoreJson(text: string): ScoreResult {
  const content = parsed(text);
  const { version, models, metrics, rows } = content as Partial<ScoreResult> & {
    version?: number;
    models?: unknown;
  };
  if (models !== undefined) throw new Error("it holds several models; expected the JSON of one");
  if (!Array.isArray(metrics) || !Array.isArray(rows))
    throw new Error(`it lacks metrics and rows; ${EXPECTED}`);
  if (version !== undefined && version !== SCORE_JSON_VERSION)
    throw new Error(`it is of version ${version}; expected ${SCORE_JSON_VERSION}`);
  return content as ScoreResult;
}

/** JSON has no Infinity, and null stands for what was skipped. */
function infinityAsText(_: string, value: unknown): unknown {
  return value === Infinity || value === -Infinity ? String(value) : value;
}
