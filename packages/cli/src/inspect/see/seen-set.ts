import type { Sample } from "../../data/data-set.ts";
import type { ChannelFacts } from "../facts/channel-facts.ts";
import type { MaskFacts } from "../facts/mask-facts.ts";

/** What the values of a file mean: `stored = offset + factor * value`. */
export interface StoredScale {
  readonly offset: number;
  readonly factor: number;
  /** The stored value that means white; null where values are measurements. */
  readonly white: number | null;
  /** The smallest and largest number of a file of measurements: values are single precision, and channels may have scales of their own. */
  readonly ends?: readonly [least: number, most: number];
}

/** The truth of one image, as it was seen; its pixels are forgotten. */
export interface SeenTruth {
  readonly name: string;
  /** Name of the file: slices of a volume have the same. */
  readonly file: string;
  /** What its own set states; else the file. */
  readonly group: string;
  readonly width: number;
  readonly height: number;
  readonly mask: MaskFacts;
}

/** One image with its truth. */
export interface SeenImage extends SeenTruth {
  readonly channels: readonly ChannelFacts[];
  readonly scale: StoredScale;
}

/** The truth of every image of a set. */
export interface SeenTruths {
  readonly name: string;
  readonly classes: readonly string[];
  readonly ignore?: number;
  /** Whether the masks number their objects. */
  readonly numbered: boolean;
  readonly images: readonly SeenTruth[];
}

/** Every image of a set, and what could not be read. */
export interface SeenSet extends SeenTruths {
  /** Where `groups.csv` may be. */
  readonly folder?: string;
  /** Whether its groups are final. */
  readonly statesGroups: boolean;
  readonly images: readonly SeenImage[];
  /** Hashes of pixels and mask of each file, by its name. */
  readonly hashes: ReadonlyMap<string, { readonly image: string; readonly mask: string }>;
  readonly notes: readonly string[];
  /** A line for each file that cannot be used. */
  readonly problems: readonly string[];
  /** An image again with its pixels, by its place in `images`; three channels where any image has them. */
  picture(image: number): Promise<Sample>;
}
