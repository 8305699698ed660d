import { check } from "../door/check.ts";
import { RECORD } from "../door/kinds.ts";
import { type LossDefinition, withRegion } from "./define-loss.ts";
import type { OptionSpecs } from "./option.ts";
import { REGION_OPTIONS } from "./region-options.ts";

/** The loss's own options followed by those of every loss. */
export function allOptions(definition: LossDefinition): OptionSpecs {
  check("allOptions: the definition of a loss", definition, RECORD);
  check("allOptions: its options", definition.options, RECORD);
  return withRegion(definition, REGION_OPTIONS);
}
