import type { ConfusionJson } from "segloss/metrics";

/** One training to be done. */
export interface TrialTask {
  /** The loss as text. */
  readonly loss: string;
  /** Seed of the initial weights and of the order and turns of the images. */
  readonly seed: number;
  readonly steps: number;
  /** Points of the learning curve. */
  readonly points: number;
  /** Threads of the runtime within this training. */
  readonly threads: number;
}

/** A point of a learning curve. */
export interface CurvePoint {
  readonly step: number;
  /** Mean training loss since the point before. */
  readonly loss: number;
  /** Mean Dice of the scored classes on the held-back images. */
  readonly dice: number;
  /** Mean IoU likewise. */
  readonly iou: number;
}

/** What a training gave. */
export interface Trial {
  readonly loss: string;
  readonly seed: number;
  /** Steps that were done. */
  readonly steps: number;
  /** The step at which the loss was no number any more; null when it stayed one. */
  readonly divergedAt: number | null;
  /** Whether the loss ran inside the graph, or beside it, split at the logits. */
  readonly engine: "in graph" | "split at the logits";
  readonly curve: readonly CurvePoint[];
  /** Counts over all held-back pixels at the end; null when it diverged. */
  readonly confusion: ConfusionJson | null;
  /** Predicted classes of the images of the gallery at the end; empty when it diverged. */
  readonly predictions: readonly Uint8Array[];
  /** The trained network as .onnx; null when it diverged. */
  readonly model: Uint8Array | null;
  readonly timing: TrialTiming;
}

/** Durations in seconds. */
export interface TrialTiming {
  /** Making the graphs and the distance maps. */
  readonly setUp: number;
  /** The first step, in which the runtime also lays out its memory. */
  readonly firstStep: number;
  /** All other steps together. */
  readonly laterSteps: number;
  /** All assessments of the held-back images together. */
  readonly assessments: number;
}

/** Told about a training under way. */
export interface TrialWatcher {
  onStep(step: number, loss: number): void;
  onPoint(point: CurvePoint): void;
  /** Whether the training shall end without a result. */
  cancelled(): boolean;
}
