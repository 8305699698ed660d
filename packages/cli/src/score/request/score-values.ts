import { parseRegions, type Region } from "segloss/metrics";
import { invalidArgument } from "../../options/invalid-argument.ts";
import {
  aCount,
  aNumber,
  aNumberFrom,
  aPairPattern,
  aPositiveList,
  axisLetters,
  wholeNumbers,
} from "../../options/option-values.ts";
import type { ScoreOptions } from "./score-options.ts";

/** Reads what was typed for an option, on the command line or in a page. */
export interface ScoreValue<T> {
  readonly flag: string;
  readonly read: (text: string) => T;
}

/** Options of `segloss score` that are more than a word. */
export const SCORE_VALUES: {
  readonly [K in ReadOption]: ScoreValue<NonNullable<ScoreOptions[K]>>;
} = {
  classes: { flag: "--classes", read: wholeNumbers },
  regions: { flag: "--regions", read: regions },
  ignore: { flag: "--ignore", read: wholeNumbers },
  divisor: { flag: "--divisor", read: aCount(2) },
  things: { flag: "--things", read: wholeNumbers },
  minSize: { flag: "--min-size", read: aCount(1) },
  dilation: { flag: "--dilation", read: aCount(0) },
  pairs: { flag: "--pairs", read: aPairPattern },
  axes: { flag: "--axes", read: axisLetters },
  spacing: { flag: "--spacing", read: aPositiveList },
  penalty: { flag: "--penalty", read: penalty },
  margin: { flag: "--margin", read: aNumberFrom(0) },
};

type ReadOption =
  | ("classes" | "regions" | "ignore" | "divisor" | "things" | "minSize")
  | ("dilation" | "pairs" | "axes" | "spacing" | "penalty" | "margin");

function penalty(text: string): "diagonal" | number {
  if (text === "diagonal") return text;
  if (text.toLowerCase() === "infinity") return Infinity;
  const distance = aNumber(text);
  if (distance < 0) throw invalidArgument('Expected "diagonal", "Infinity" or a number of at least 0.');
  return distance;
}

function regions(text: string): Region[] {
  try {
    return parseRegions(text);
  } catch (cause) {
    throw invalidArgument(`${(cause as Error).message}.`);
  }
}
