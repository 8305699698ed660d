export { initialise } from "./initialise.ts";
export type { Json, Network, Parameter } from "./network.ts";
export { type Random, seededRandom } from "./random.ts";
export { type UnetOptions, unet } from "./unet.ts";
