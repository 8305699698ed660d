import { wasmFields } from "segloss";
import type { DataSet, Sample } from "../../data/data-set.ts";
import type { ImageSource } from "../../data/image-source.ts";
import { channelFacts } from "../facts/channel-facts.ts";
import { maskFacts } from "../facts/mask-facts.ts";
import { type PixelHash, pixelHash } from "../facts/pixel-hash.ts";
import { fileOf } from "./file-of.ts";
import type { SeenImage, SeenSet } from "./seen-set.ts";

/** Values of samples are what they are. */
const UNIT = { offset: 0, factor: 1, white: 1 } as const;

export interface SeeSamplesOptions {
  readonly statesGroups: boolean;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** Sees every image of an open set, one after the other. */
export function seeSamples(
  set: ImageSource | DataSet,
  { statesGroups, onProgress }: SeeSamplesOptions,
): SeenSet {
  const { name, classes, channels, ignore, notes } = set;
  const read = readerOf(set);
  const fields = wasmFields();
  const images: SeenImage[] = [];
  const hashes = new Map<string, PixelHash>();
  for (let k = 0; k < set.images.length; k++) {
    onProgress?.(`looking at ${name} ${k + 1}/${set.images.length}`);
    const sample = read(k);
    const { width, height, image: values, mask, instances: objects } = sample;
    const pixels = { width, height, channels, values };
    const truth = { width, height, classes: mask, ignore, objects };
    const file = fileOf(sample.name);
    const hash = hashes.get(file) ?? pixelHash();
    hashes.set(file, hash);
    hash.image(pixels);
    hash.mask(truth);
    images.push({
      ...{ name: sample.name, file, group: sample.group, width, height, scale: UNIT },
      channels: channelFacts(pixels),
      mask: maskFacts(truth, classes.length, fields),
    });
  }
  fields.dispose();
  return {
    ...{ name, statesGroups, classes, images, notes, problems: [], ...(ignore !== undefined && { ignore }) },
    numbered: numberedOf(set),
    hashes: new Map([...hashes].map(([file, hash]) => [file, hash.done()])),
    picture: async (k) => read(k),
  };
}

function readerOf(set: ImageSource | DataSet): (image: number) => Sample {
  return "sample" in set ? (image) => set.sample(image) : (image) => set.images[image];
}

function numberedOf(set: ImageSource | DataSet): boolean {
  if ("sample" in set) return set.images.length > 0 && set.images.every(({ hasObjects }) => hasObjects);
  return set.images.length > 0 && set.images.every(({ instances }) => instances !== undefined);
}
