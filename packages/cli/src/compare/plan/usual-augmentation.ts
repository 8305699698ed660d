import { areScans } from "../../data/are-scans.ts";
import type { Augmentation } from "../../data/augment/index.ts";
import type { ImageEntry } from "../../data/image-source.ts";

/**
 * How crops are changed where it is not asked for: turned and mirrored, but slices of scans are left as they are, since they lie alike
 * and classes may depend on the side of the body; docs/compare.md says what was measured.
 */
export function usualAugmentation(images: readonly Pick<ImageEntry, "slice" | "spacing">[]): Augmentation {
  return areScans(images) ? "none" : "flips";
}
