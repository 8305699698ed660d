import { dataError } from "../../data/data-error.ts";
import { SCORE_DEFAULTS } from "../score-defaults.ts";
import type { ScoreOptions } from "./score-options.ts";
import { SCORE_VALUES } from "./score-values.ts";

/** What is typed or chosen for options of `segloss score`, by their names in code; empty: not given. */
export type ScoreTexts = { readonly [K in keyof ScoreOptions]?: string };

/**
 * The options of `segloss score` from their texts, as the command reads them from its line.
 *
 * @throws DataError that names the option
 */
export function readScoreOptions(texts: ScoreTexts): ScoreOptions {
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== "");
  const read = given.map(([name, text]) => [name, readValue(name, text.trim())] as const);
  const objects = texts.objects ? { objects: true } : {};
  return { ...SCORE_DEFAULTS, geometry: "world", ...Object.fromEntries(read), ...objects };
}

function readValue(name: string, text: string): unknown {
  const value = Object.entries(SCORE_VALUES).find(([key]) => key === name)?.[1];
  try {
    return value ? value.read(text) : text;
  } catch (cause) {
    throw dataError(`${value?.flag} ${text}: ${(cause as Error).message}`, cause);
  }
}
