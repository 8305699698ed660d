import type { KernelSet } from "../engines/kernel-sets.ts";
import { makeFields } from "../engines/make-fields.ts";

/** What a loss brings along that reads distances or other fields. */
export const FIELDS: KernelSet<"fields"> = { name: "fields", reference: makeFields };
