export type { Batch } from "./batch.ts";
export { type LoadedModel, loadModel } from "./load-model.ts";
export type { ModelMetadata } from "./model-metadata.ts";
export type { ImageShape } from "./predictor.ts";
export { type StepReport, type Trainer, type TrainerOptions, trainer } from "./trainer.ts";
