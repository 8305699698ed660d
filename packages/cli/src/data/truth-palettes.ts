import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ColourSource } from "@segloss/io";
import { differingPalettes, HEAD } from "./png-palettes.ts";

/** The labels of colours where the PNGs of a folder have palettes that number the same colours differently. */
export async function truthPalettes(folder: string): Promise<ColourSource | undefined> {
  const pathOf = (name: string) => join(folder, name);
  return differingPalettes(readdirSync(folder), (name) => headOf(pathOf(name)), pathOf);
}

function headOf(path: string): Uint8Array {
  const bytes = new Uint8Array(HEAD);
  // A pipe would make it wait for ever.
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return bytes.subarray(0, 0);
  const file = openSync(path, "r");
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, HEAD, 0));
  } finally {
    closeSync(file);
  }
}
