export { channelsFirstPlan, type GraphLossOptions, graphLoss } from "./graph-loss.ts";
export { lossModel, type ModelInput, type ModelShape, modelInputs } from "./loss-model.ts";
export { splitLoss } from "./split-loss.ts";
