import type { CurvePoint, TrialResult, TrialTask } from "../../protocol/trial.ts";

/** What a training process is told. */
export type Order =
  /** What it is to train on from now. */
  | { readonly kind: "open"; readonly path: string }
  | { readonly kind: "train"; readonly index: number; readonly task: TrialTask }
  | { readonly kind: "cancel" };

/** What it tells. */
export type News =
  | { readonly kind: "cannot open"; readonly reason: string }
  | { readonly kind: "step"; readonly index: number; readonly step: number; readonly loss: number }
  | { readonly kind: "point"; readonly index: number; readonly point: CurvePoint }
  | { readonly kind: "done"; readonly index: number; readonly result: TrialResult | undefined };
