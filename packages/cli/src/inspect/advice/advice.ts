import type { TruthSummary } from "../inspection.ts";
import type { Advice } from "./advice-kind.ts";

/** Looks for one property; nothing where the data lacks it. */
export type Adviser = (inspection: TruthSummary) => readonly Advice[];
