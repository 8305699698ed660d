import { residualUnet } from "./residual-unet.ts";
import { unet } from "./unet.ts";

/** Every network by the name in its description. */
export const networks: {
  readonly unet: typeof unet;
  readonly "residual-unet": typeof residualUnet;
} = { unet, "residual-unet": residualUnet };

export { initialise } from "./initialise.ts";
export type { Json, Network, Parameter } from "./network.ts";
export { priorLogits } from "./prior-logits.ts";
export { type Random, seededRandom } from "./random.ts";
export type { ResidualUnetOptions } from "./residual-unet.ts";
export type { UnetOptions } from "./unet.ts";
export { residualUnet, unet };
