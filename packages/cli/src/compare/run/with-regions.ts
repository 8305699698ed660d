import type { PlannedRegion } from "../protocol/plan.ts";
import type { PreparedData } from "./prepare-data.ts";

/** Data of which regions are learnt: all of them are scored. What was found of the classes themselves does not hold for them. */
export function withRegions(prepared: PreparedData, regions: readonly PlannedRegion[]): PreparedData {
  if (regions.length === 0) return prepared;
  const { notes } = prepared.facts;
  return {
    ...prepared,
    notes,
    facts: { scored: [...regions.keys()], thin: [], observers: null, notes },
  };
}
