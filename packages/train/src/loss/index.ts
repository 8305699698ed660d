export { channelsFirstPlan, type GraphLossOptions, graphLoss } from "./graph-loss.ts";
export { lossModel } from "./loss-model.ts";
export { splitLoss } from "./split-loss.ts";
