import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { formatOf } from "@segloss/io";
import { dataError } from "./data-error.ts";
import type { Pair } from "./pairs.ts";

/** `ID/images/ID.png` with one file per object in `ID/masks`, as the Data Science Bowl of 2018 has them. */
export async function objectPairs(folder: string, folders: readonly string[]): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const stem of folders.filter((name) => !name.startsWith(".")).sort()) {
    const inside = await readdir(join(folder, stem));
    const [images, masks] = ["images", "masks"].map((name) =>
      inside.find((one) => one.toLowerCase() === name),
    );
    if (!images || !masks) continue;
    const readable = (await readdir(join(folder, stem, images))).filter((name) => formatOf(name)).sort();
    if (readable.length !== 1)
      throw dataError(
        `${join(folder, stem, images)}: ${readable.length} images; expected one, with its objects in masks/`,
      );
    pairs.push({
      stem,
      image: join(folder, stem, images, readable[0]),
      mask: join(folder, stem, masks),
      objects: true,
    });
  }
  return pairs;
}
