import type { TrialTask } from "../../compare/protocol/trial.ts";
import {
  count,
  list,
  nullable,
  number,
  object,
  oneOf,
  type Shape,
  text,
} from "../../compare/results-file/shape.ts";

/** A training as a job brings it. */
export const TRIAL_TASK: Shape<TrialTask> = object<TrialTask>("TrialTask", {
  id: ["unique within the comparison", text],
  purpose: ["what it is for", oneOf<TrialTask["purpose"]>("speed", "rate", "loss", "final")],
  loss: ["as text", text],
  rate: ["highest learning rate", number],
  seed: ["of weights, crops and turns", count],
  repeat: ["from 0", nullable(count)],
  fold: ["from 0", nullable(count)],
  steps: ["to be done", count],
  points: ["assessments on the way", count],
  train: ["images", list(count)],
  validation: ["images", list(count)],
  test: ["images", list(count)],
});
