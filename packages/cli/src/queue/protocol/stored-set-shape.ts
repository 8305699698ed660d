import {
  boolean,
  count,
  list,
  number,
  object,
  oneOf,
  pair,
  type Shape,
  text,
} from "../../compare/results-file/shape.ts";
import type { MaskNumbers } from "../../data/mask-numbers.ts";
import type { Place } from "../../data/store/shelf.ts";
import type { ImageStatistics } from "../../data/store/statistics.ts";
import type { ArrayType } from "../../data/store/stored-array.ts";
import type { StoredPixels } from "../../data/store/stored-pixels.ts";
import type { StoredImage, StoredSet } from "../../data/store/stored-set.ts";

const PLACE = object<Place>("Place", {
  at: ["first byte", count],
  first: ["first element", count],
  type: ["of the elements", oneOf<ArrayType>("uint8", "uint16", "int16", "int32", "float32")],
});

const PIXELS = object<StoredPixels>("StoredPixels", {
  place: ["where they are", PLACE],
  channels: ["that are kept", count],
  low: ["what is 0", number],
  scale: ["what is 1", number],
});

const STATISTICS = object<ImageStatistics>("ImageStatistics", {
  pixels: ["that are counted", count],
  sums: ["of each channel", list(number)],
  squares: ["of each channel", list(number)],
});

const IMAGE = object<StoredImage>("StoredImage", {
  name: ["of the file", text],
  width: ["in pixels", count],
  height: ["in pixels", count],
  group: ["what no split divides", text],
  spacing: ["of rows and columns in mm", pair(number, number), "optional"],
  slice: ["of a volume", count, "optional"],
  hasObjects: ["whether objects are numbered", boolean],
  classPixels: ["of each class", list(count)],
  pixels: ["the image", PIXELS],
  mask: ["the truth", PLACE],
  instances: ["numbers of objects", PLACE, "optional"],
  counted: ["pixels that count, where classes overlap", count, "optional"],
  statistics: ["sums over the pixels", STATISTICS],
});

const MASKS = object<MaskNumbers>("MaskNumbers", {
  ignore: ["that is left out", count, "optional"],
  renumbered: ["whether classes have other numbers than their index", boolean],
});

/** A data set as a job brings it. */
export const STORED_SET: Shape<StoredSet> = object<StoredSet>("StoredSet", {
  name: ["of the set", text],
  classes: ["their names", list(text)],
  channels: ["of the images", count],
  ignore: ["label of no class", count, "optional"],
  masks: ["numbers in the files of the masks", MASKS, "optional"],
  images: ["one an image", list(IMAGE)],
  fingerprint: ["SHA-256 over pixels, masks, classes and names", text],
  notes: ["what was decided", list(text)],
  credit: ["whose they are", text, "optional"],
  validationGroups: ["always held back", list(text), "optional"],
});
