export { channelsFirstPlan, type GraphLossOptions, graphLoss } from "./graph-loss.ts";
export { lossModel, type ModelInput, type ModelShape, modelInputs } from "./loss-model.ts";
export { isNotInGraph } from "./not-in-graph.ts";
export { splitLoss } from "./split-loss.ts";
