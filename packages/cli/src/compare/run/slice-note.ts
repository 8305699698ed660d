import type { ImageEntry } from "../../data/image-source.ts";

/** What is to be known of volumes before scores are read: a list of one sentence, empty without volumes. */
export function sliceNote(images: readonly Pick<ImageEntry, "slice" | "group">[]): string[] {
  const slices = images.filter(({ slice }) => slice !== undefined);
  if (slices.length === 0) return [];
  const volumes = new Set(slices.map(({ group }) => group)).size;
  const [one, its] = volumes === 1 ? ["1 volume is", "its"] : [`${volumes} volumes are`, "their"];
  return [
    `${one} trained on and scored slice by slice: images are ${its} ${slices.length} slices, and no volume is divided over folds`,
  ];
}
