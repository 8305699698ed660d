export type { Batch } from "./batch.ts";
export { type LoadedModel, loadModel } from "./load-model.ts";
export type { ModelMetadata } from "./model-metadata.ts";
export type { ImageShape } from "./predictor.ts";
export { type StepReport, type Trainer, trainer } from "./trainer.ts";
export type { TrainerOptions } from "./trainer-options.ts";
