import { dataError } from "../../data/index.ts";
import { parsePairPattern, patternText } from "../../data/pair-pattern.ts";
import type { CompareOptions } from "./compare-options.ts";

/** What of the options of `compare` says how files are read. */
export type ReadingOptions = Partial<
  Pick<
    CompareOptions,
    "pairs" | "exif" | "geometry" | "polygons" | "labels" | "ignore" | "sample" | "skipUnreadable"
  >
>;

/** An option as it is typed, and back. */
interface Written<Name extends keyof ReadingOptions> {
  readonly flag: string;
  /** Undefined where it says nothing; an empty text for a flag without a value. */
  write(value: NonNullable<ReadingOptions[Name]>): string | undefined;
  parse(text: string): NonNullable<ReadingOptions[Name]>;
}

const as = <T>(text: string) => text as T;

const READING: { readonly [Name in keyof Required<ReadingOptions>]: Written<Name> } = {
  pairs: {
    flag: "--pairs",
    write: ({ first, second }) => `${patternText(first)}=${patternText(second)}`,
    parse(text) {
      const pattern = parsePairPattern(text);
      if (typeof pattern === "string") throw dataError(`the plan's --pairs ${text}: ${pattern}`);
      return pattern;
    },
  },
  exif: { flag: "--exif", write: (value) => value, parse: as },
  geometry: {
    flag: "--geometry",
    write: (value) => (value === "ignore" ? value : undefined),
    parse: as,
  },
  polygons: { flag: "--polygons", write: (value) => value, parse: as },
  labels: { flag: "--labels", write: (value) => value, parse: as },
  ignore: { flag: "--ignore", write: String, parse: Number },
  sample: { flag: "--sample", write: String, parse: Number },
  skipUnreadable: {
    flag: "--skip-unreadable",
    write: (value) => (value ? "" : undefined),
    parse: () => true,
  },
};

const NAMES = Object.keys(READING) as (keyof ReadingOptions)[];

/** The options as they would be typed again. */
export function writtenReading(options: ReadingOptions): string[] {
  return NAMES.flatMap((name) => {
    const value = options[name];
    const { flag, write } = READING[name] as Written<typeof name>;
    const text = value === undefined ? undefined : write(value as never);
    if (text === undefined) return [];
    return text === "" ? [flag] : [flag, text];
  });
}

/** The inverse. @throws DataError for words that are none of these options */
export function parsedReading(words: readonly string[]): ReadingOptions {
  const options: Record<string, unknown> = {};
  for (let k = 0; k < words.length; k++) {
    const name = NAMES.find((one) => READING[one].flag === words[k]);
    if (!name) throw dataError(`the plan reads files with ${words[k]}, which is no option of this version`);
    options[name] = READING[name].parse(name === "skipUnreadable" ? "" : words[++k]);
  }
  return options;
}
