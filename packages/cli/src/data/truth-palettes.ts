import type { ColourSource } from "@segloss/io";
import type { FileSystem } from "./files/file-system.ts";
import { differingPalettes, HEAD } from "./png-palettes.ts";

/** The labels of colours where the PNGs of a folder have palettes that number the same colours differently. */
export async function truthPalettes(files: FileSystem, folder: string): Promise<ColourSource | undefined> {
  const pathOf = (name: string) => files.join(folder, name);
  const names = (await files.list(folder)).map(({ name }) => name);
  return differingPalettes(names, (name) => files.head(pathOf(name), HEAD), pathOf);
}
