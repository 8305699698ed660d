import { earth } from "./earth.ts";
import type { NamedSet } from "./named-set.ts";
import { nuclei } from "./nuclei.ts";

export type { NamedSet, NamedSetOptions } from "./named-set.ts";

/** Every data set that is opened by name. */
export const NAMED_SETS: readonly NamedSet[] = [earth, nuclei];
