import type { ImageEntry } from "./image-source.ts";

/** Whether images are slices of scans: all have a spacing, and at least one is of a volume with others. */
export function areScans(images: readonly Pick<ImageEntry, "slice" | "spacing">[]): boolean {
  return (
    images.every(({ spacing }) => spacing !== undefined) && images.some(({ slice }) => slice !== undefined)
  );
}
