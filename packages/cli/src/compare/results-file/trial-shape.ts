import type { TrialSummary } from "../protocol/results.ts";
import type { CurvePoint, ImageEvidence, TrialMachine, TrialState, TrialTiming } from "../protocol/trial.ts";
import { count, list, nullable, number, object, oneOf, real, type Shape, text, triple } from "./shape.ts";

export const TRIAL_STATE: Shape<TrialState> = oneOf<TrialState>(
  "converged",
  "rising",
  "collapsed",
  "diverged",
  "failed",
);

const PER_CLASS = list(nullable(real));

const EVIDENCE = object<ImageEvidence>("ImageEvidence", {
  image: ["index of the image", count],
  tp: ["pixels of each class, predicted and true", list(count)],
  fp: ["only predicted", list(count)],
  fn: ["only true", list(count)],
  pixels: ["that count, of regions, which may overlap", count, "optional"],
  hd95: ["of each class, null where the truth lacks it; in the unit of `data.unit`", PER_CLASS, "optional"],
  nsd: ["of each class", PER_CLASS, "optional"],
  boundaryIou: ["of each class", PER_CLASS, "optional"],
  clDice: ["of each class; of thin ones only", PER_CLASS, "optional"],
  pq: ["of objects", nullable(number), "optional"],
  ap: ["of objects", nullable(number), "optional"],
  ece: ["expected calibration error", real],
  bins: ["of confidence: pixels, sum of confidence, sum of right ones", list(triple(number, number, number))],
});

const CURVE = object<CurvePoint>("CurvePoint", {
  step: ["steps done", count],
  loss: ["mean training loss since the point before", real],
  dice: ["mean over the scored classes, counts pooled over the validation crops", number],
  iou: ["the same", number],
});

const TIMING = object<TrialTiming>("TrialTiming", {
  setUp: ["seconds, making the graphs", number],
  firstStep: ["the first step", number],
  laterSteps: ["all others", number],
  validation: ["assessments on the way", number],
  test: ["prediction and measures of the test images", number],
});

const MACHINE = object<TrialMachine>("TrialMachine", {
  name: ["of the machine", text],
  processor: ["its model", text],
  provider: ["of ONNX Runtime: `cpu`", text],
});

export const TRIAL: Shape<TrialSummary> = object<TrialSummary>("TrialSummary", {
  id: ["unique within the comparison", text],
  seed: ["of initial weights, crops and their turns", count],
  repeat: ["from 0", count],
  fold: ["from 0", count],
  state: ["what became of it", TRIAL_STATE],
  reason: ["why, of diverged and failed ones", nullable(text)],
  steps: ["that were done", count],
  engine: ["`in graph`, or `split at the logits`", text],
  provider: ["of ONNX Runtime, that computed it; absent: `cpu`", text, "optional"],
  curve: ["assessments of the validation images", list(CURVE)],
  dice: [
    "mean over its test images of the mean over the scored classes that the truth holds",
    nullable(number),
  ],
  iou: ["the same", nullable(number)],
  evidence: ["of each test image", list(EVIDENCE)],
  model: ["file of the network, relative to the folder of the comparison", nullable(text)],
  timing: ["durations in seconds", TIMING],
  peakMemory: ["bytes of its process at most, trainings before it included", number],
  machines: ["of trainings over a queue: who took part, the last one last", list(MACHINE), "optional"],
});
