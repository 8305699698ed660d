export { type LabelMeasures, type MeasureOptions, measureLabels } from "./measure-labels.ts";
