import type {
  FilePair,
  MaskView,
  ModelReport,
  ScoreComparison,
  ScoreSettings,
  ScoreTexts,
} from "@segloss/cli/score";
import type { BothSides } from "../files/mounted.ts";

/** What may be chosen. */
export interface Choices {
  /** Options as `segloss score` takes them, by their names in code. */
  readonly texts: ScoreTexts;
  /** Files that an option names: JSON of panoptic segments, and of an earlier run. */
  readonly files: Readonly<Partial<Record<OptionFile, File>>>;
}

export type OptionFile = "predictedSegments" | "truthSegments" | "baseline";

/** What the worker is asked. */
export type Question =
  | { readonly kind: "score"; readonly id: number; readonly sides: BothSides; readonly choices: Choices }
  /** Masks of one row of a model of the last result. */
  | { readonly kind: "show"; readonly id: number; readonly model: number; readonly name: string };

/** What `segloss score` says of the sides. */
export interface Scored {
  readonly models: readonly ModelReport[];
  readonly comparisons: readonly ScoreComparison[];
  /** The files of each model. */
  readonly pairs: readonly (readonly FilePair[])[];
  readonly settings: ScoreSettings;
  /** Files to save, as the command writes them; JUnit's only where limits were given. */
  readonly json: string;
  readonly csv: string;
  readonly junit?: string;
  /** The line that gives the same on the command line. */
  readonly line: string;
}

/** A pair to be looked at. */
export interface Shown {
  readonly model: number;
  readonly name: string;
  readonly view: MaskView;
  /** Where most is wrong, slowest axis first; the middle where nothing is. */
  readonly place: readonly [number, number, number];
}

/** What the worker answers; `id` is that of the question. */
export type Answer =
  | { readonly kind: "progress"; readonly id: number; readonly done: number; readonly of: number }
  | { readonly kind: "scored"; readonly id: number; readonly scored: Scored }
  | { readonly kind: "shown"; readonly id: number; readonly shown: Shown }
  | { readonly kind: "failed"; readonly id: number; readonly of: Question["kind"]; readonly text: string };
