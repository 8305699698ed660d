import type { ImageSource } from "../data/image-source.ts";
import { channelFacts, isConstant } from "./facts/channel-facts.ts";
import { pixelHash } from "./facts/pixel-hash.ts";
import { fileOf } from "./see/file-of.ts";

/** A file of a source, a volume or a picture. */
interface SourceFile {
  /** Its images, by index. */
  readonly images: readonly number[];
  /** Sizes of its images. */
  readonly shape: string;
  /** Mean of the first channel. */
  readonly mean: number;
}

/** Means of the same pixels stored in two ways differ by less. */
const NEAR = 1e-5;

/**
 * Images of the same pixels under several names, by index, as `inspect` finds duplicates; those of one value alone are left out. Only files
 * that agree in size and mean are read.
 */
export function imageTwins(source: ImageSource): readonly (readonly number[])[] {
  const byHash = new Map<string, number[][]>();
  for (const { images } of candidates(filesOf(source))) {
    const hash = hashOf(source, images);
    if (hash !== undefined) byHash.set(hash, [...(byHash.get(hash) ?? []), [...images]]);
  }
  return [...byHash.values()].filter((files) => files.length > 1).map((files) => files.flat());
}

function filesOf(source: ImageSource): SourceFile[] {
  const files = new Map<string, number[]>();
  for (const [k, { name }] of source.images.entries())
    files.set(fileOf(name), [...(files.get(fileOf(name)) ?? []), k]);
  return [...files.values()].map((images) => ({
    images,
    shape: images.map((k) => `${source.images[k].width}x${source.images[k].height}`).join(),
    mean: meanOf(source, images),
  }));
}

/** Sums leave ignored pixels out, which the masks of twins may not share: means say nothing then. */
function meanOf(source: ImageSource, images: readonly number[]): number {
  if (source.ignore !== undefined) return 0;
  const own = images.map((k) => source.statistics(k));
  const total = (of: (one: (typeof own)[number]) => number) => own.reduce((sum, one) => sum + of(one), 0);
  return (
    total(({ sums }) => sums[0]) /
    Math.max(
      1,
      total(({ pixels }) => pixels),
    )
  );
}

/** Files next to one another in the order of their means. */
function candidates(files: readonly SourceFile[]): SourceFile[] {
  const inOrder = [...files].sort((a, b) => a.mean - b.mean);
  const alike = (a: SourceFile | undefined, b: SourceFile | undefined) =>
    a !== undefined && b !== undefined && Math.abs(a.mean - b.mean) < NEAR;
  const byShape = new Map<string, SourceFile[]>();
  for (const file of inOrder) byShape.set(file.shape, [...(byShape.get(file.shape) ?? []), file]);
  return [...byShape.values()].flatMap((list) =>
    list.filter((file, k) => alike(list[k - 1], file) || alike(file, list[k + 1])),
  );
}

/** Undefined where all pixels have one value. */
function hashOf(source: ImageSource, images: readonly number[]): string | undefined {
  const hash = pixelHash();
  let isPlain = true;
  for (const image of images) {
    const { width, height, image: values } = source.sample(image);
    const pixels = { width, height, channels: source.channels, values };
    hash.image(pixels);
    isPlain &&= isConstant(channelFacts(pixels));
  }
  return isPlain ? undefined : hash.done().image;
}
