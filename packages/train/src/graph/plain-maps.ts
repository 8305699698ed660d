import type { Maps } from "./maps.ts";
import type { Value } from "./value.ts";

/** Maps in the plain order of ONNX. */
export const plainMaps = (value: Value): Maps => ({ value, block: 1 });
