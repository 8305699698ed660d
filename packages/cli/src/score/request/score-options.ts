import type { FillRule } from "@segloss/io";
import type { EmptyPolicy, Region } from "segloss/metrics";
import type { PairPattern } from "../../data/pair-pattern.ts";
import type { ScoreSettings } from "../score-settings.ts";

/** What is asked of masks, as `segloss score` names it. */
export interface ScoreOptions {
  readonly metrics: string;
  readonly classes?: readonly number[];
  readonly regions?: readonly Region[];
  readonly ignore?: readonly number[];
  readonly labels: ScoreSettings["labels"];
  readonly divisor?: number;
  readonly things?: readonly number[];
  readonly segments?: string;
  readonly connectivity?: string;
  readonly minSize?: number;
  readonly dilation?: number;
  readonly pairs?: PairPattern;
  readonly exif?: "raw" | "apply";
  readonly geometry: "world" | "ignore";
  readonly axes?: string;
  readonly array?: string;
  readonly polygons?: FillRule;
  readonly spacing?: readonly number[];
  readonly empty: EmptyPolicy;
  readonly surface: ScoreSettings["surface"];
  readonly penalty: ScoreSettings["penalty"];
  readonly failUnder?: string;
  readonly baseline?: string;
  readonly margin?: number;
  readonly objects?: boolean;
}
