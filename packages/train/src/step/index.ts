export { evaluation } from "./evaluation.ts";
export { checkNormalization, type Normalization } from "./images.ts";
export {
  type GraphLoss,
  inputShape,
  isGraphLoss,
  type LossInput,
  type LossTensors,
  progressInput,
  type SplitLoss,
  type SplitLossArrays,
  type TrainingLoss,
  validInput,
} from "./loss.ts";
export { parameterCount, parametersByName, parameterVector } from "./parameters.ts";
export type { TargetKind } from "./targets.ts";
export { type StepOptions, splitTrainingStep, trainingStep } from "./training-step.ts";
