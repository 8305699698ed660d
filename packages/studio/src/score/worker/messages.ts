import type { MaskView, ScoreResult, ScoreSettings } from "@segloss/cli/score";
import type { Role, Side } from "../files/side.ts";

/** What may be chosen. */
export interface Choices {
  /** Names as `segloss score --metrics` takes them. */
  readonly metrics: string;
  readonly labels: "classes" | "foreground" | "instances";
  /** Labels that are left out, as `--ignore` takes them; empty: none. */
  readonly ignore: string;
}

/** What the worker is asked. */
export type Question =
  | {
      readonly kind: "score";
      readonly id: number;
      readonly sides: Readonly<Record<Role, Side>>;
      readonly choices: Choices;
    }
  /** Masks of one row of the last result. */
  | { readonly kind: "show"; readonly id: number; readonly name: string };

/** What `segloss score` says of the two sides. */
export interface Scored {
  readonly result: ScoreResult;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly pairs: readonly { readonly name: string; readonly predicted: string; readonly truth: string }[];
  /** With what the set decided, for its pictures. */
  readonly settings: ScoreSettings;
  /** Files to save, as the command writes them. */
  readonly json: string;
  readonly csv: string;
}

/** A pair to be looked at. */
export interface Shown {
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
