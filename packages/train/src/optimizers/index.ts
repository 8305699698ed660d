import { adam } from "./adam.ts";
import { sgd } from "./sgd.ts";

/** Every optimizer by name. */
export const optimizers: { readonly adam: typeof adam; readonly sgd: typeof sgd } = { adam, sgd };

export type { AdamOptions } from "./adam.ts";
export type { Optimizer, UpdateInputs, UpdateOutputs } from "./optimizer.ts";
export type { SgdOptions } from "./sgd.ts";
export { adam, sgd };
