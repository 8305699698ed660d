import type { ImageEntry } from "../image-source.ts";
import type { MaskNumbers } from "../mask-numbers.ts";
import type { Place } from "./shelf.ts";
import type { ImageStatistics } from "./statistics.ts";
import type { StoredPixels } from "./stored-pixels.ts";

export interface StoredImage extends ImageEntry {
  readonly pixels: StoredPixels;
  readonly mask: Place;
  readonly instances?: Place;
  readonly statistics: ImageStatistics;
}

/** A data set whose numbers are on a shelf: plain data, as it stands in a manifest. */
export interface StoredSet {
  readonly name: string;
  readonly classes: readonly string[];
  readonly channels: number;
  readonly ignore?: number;
  readonly masks?: MaskNumbers;
  readonly images: readonly StoredImage[];
  readonly fingerprint: string;
  readonly notes: readonly string[];
  readonly credit?: string;
  readonly validationGroups?: readonly string[];
}
