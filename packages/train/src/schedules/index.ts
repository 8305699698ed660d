export { constant } from "./constant.ts";
export { type CosineOptions, cosine } from "./cosine.ts";
export type { Schedule } from "./schedule.ts";
export { warmUp } from "./warm-up.ts";
