import { ADAPTER_CALLS } from "./adapter-calls.ts";
import { COUNT_CALLS } from "./count-calls.ts";
import { ENGINE_CALLS } from "./engine-calls.ts";
import { FIELD_CALLS } from "./field-calls.ts";
import { LOSS_CALLS } from "./loss-calls.ts";
import { MASK_CALLS } from "./mask-calls.ts";
import { METRIC_CALLS } from "./metric-calls.ts";
import { OBJECT_CALLS } from "./object-calls.ts";
import type { ValidCall } from "./substitute.ts";

/** One valid call of every public function of the library, methods of what they return among them. */
export const VALID_CALLS: readonly ValidCall[] = [
  ...FIELD_CALLS,
  ...ENGINE_CALLS,
  ...LOSS_CALLS,
  ...METRIC_CALLS,
  ...MASK_CALLS,
  ...COUNT_CALLS,
  ...OBJECT_CALLS,
  ...ADAPTER_CALLS,
];
