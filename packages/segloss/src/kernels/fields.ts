import { makeFields } from "../engines/make-fields.ts";
import type { KernelSet } from "./kernel-sets.ts";

/** What a loss brings along that reads distances or other fields. */
export const FIELDS: KernelSet<"fields"> = { name: "fields", reference: makeFields };
