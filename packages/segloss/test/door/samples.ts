import * as metrics from "segloss/metrics";

/** Four pixels, and what every call is made of. */
export const SHAPE = [1, 2, 2, 1];
export const logits = (): Float32Array => Float32Array.of(0.5, -1, 2, 0.25);
export const labels = (): Uint8Array => Uint8Array.of(0, 1, 1, 0);
export const IMAGE = [2, 2];
/** Numbers of any size. */
export const NUMBERS = ["negative", "fraction", "huge"];
export const TEXTS = ["text", "empty text", "long text"];
export const EMPTY_OPTIONS = ["undefined", "object", "object without prototype"];
export const fieldOptions = { "2.spacing": ["undefined"], "2.output": ["undefined"] };

export const matrix = () => metrics.confusionMatrix(labels(), Uint8Array.of(0, 1, 0, 0), { classes: 2 });
export const setting = () => ({
  ...{ batch: 1, space: [2, 2], channels: 1, layout: "channels-first", link: "sigmoid", targets: "indices" },
  ...{ weighted: false, ignore: [], masked: false },
});
