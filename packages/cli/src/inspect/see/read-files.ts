import { type ExifChoice, isDataError, type Raster, seenLabels, sizeText } from "@segloss/io";
import { dataError } from "../../data/data-error.ts";
import { DISK } from "../../data/files/disk.ts";
import type { ImageValues } from "../../data/image-values.ts";
import { problemsOf } from "../../data/listed-error.ts";
import { type ReadPair, settlePair } from "../../data/orient-pair.ts";
import type { Pair } from "../../data/pair.ts";
import { type RawPairOptions, readRawPair } from "../../data/read-pair.ts";
import { extent } from "../../data/store/image-pixels.ts";
import { type ChannelFacts, channelFacts } from "../facts/channel-facts.ts";
import { type PixelHash, pixelHash } from "../facts/pixel-hash.ts";
import { type KeptMask, keepMask } from "./kept-mask.ts";
import type { StoredScale } from "./seen-set.ts";

/** A pair that was read: facts about its image, and its mask. */
export interface SeenFile extends Pick<ReadPair, "pair" | "notes" | "wide" | "objects" | "as"> {
  /** Channels of each slice. */
  readonly slices: readonly (readonly ChannelFacts[])[];
  readonly scale: StoredScale;
  readonly mask: KeptMask;
  /** With the image in it already. */
  readonly hash: PixelHash;
}

export interface ReadFilesOptions extends RawPairOptions {
  readonly exif?: ExifChoice | undefined;
  readonly onFile: (index: number) => void;
}

/** Reads pair after pair, one in memory at a time. Each that cannot be used is a line among the problems. */
export async function readFiles(
  pairs: readonly Pair[],
  problems: string[],
  options: ReadFilesOptions,
): Promise<SeenFile[]> {
  const seen: (SeenFile | "open" | undefined)[] = [];
  for (const [k, pair] of pairs.entries()) {
    options.onFile(k);
    seen.push(await attempt(problems, () => seeFile(pair, options, options.exif)));
  }
  const as = agreedTurn(seen);
  for (const [k, one] of seen.entries()) {
    if (one !== "open") continue;
    if (as === undefined) problems.push(openText(pairs[k]));
    seen[k] = as && (await attempt(problems, () => seeFile(pairs[k], options, as)));
  }
  return oneKind(
    seen.filter((one) => one !== undefined && one !== "open"),
    problems,
  );
}

/** How those photographs are turned whose sizes tell it, where all agree. */
function agreedTurn(seen: readonly (SeenFile | "open" | undefined)[]): ExifChoice | undefined {
  const turns = new Set(seen.flatMap((one) => (one === "open" ? [] : (one?.as ?? []))));
  return turns.size === 1 ? [...turns][0] : undefined;
}

function openText({ image }: Pair): string {
  return `${image}: its EXIF orientation differs from its mask's, and the mask fits both ways; say --exif apply where masks were drawn on the picture as it is shown, --exif raw where on the stored pixels`;
}

async function attempt<T>(problems: string[], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isDataError(error)) throw error;
    problems.push(...(problemsOf(error).length > 0 ? problemsOf(error) : [error.message]));
    return undefined;
  }
}

async function seeFile(
  pair: Pair,
  options: RawPairOptions,
  exif: ExifChoice | undefined,
): Promise<SeenFile | "open" | undefined> {
  const raw = await readRawPair(DISK, pair, options);
  const read = settlePair(raw, exif);
  if (read === "open") return read;
  const { raster, image, labels, notes, wide, objects, as } = read;
  checkSize(read);
  const { width, height, depth } = raster;
  const hash = pixelHash();
  const slices = Array.from({ length: depth }, (_, z) => {
    const values = sliceOf(image, width * height, z);
    const pixels = { width, height, channels: image.channels, values };
    hash.image(pixels);
    return channelFacts(pixels);
  });
  const mask = keepMask(labels, {
    width,
    height,
    depth,
    isGray: seenLabels(raw.mask, []).isGray,
    ...(raw.mask.palette && { palette: raw.mask.palette }),
  });
  return { pair, notes, wide, objects, slices, mask, hash, scale: scaleOf(raster), ...(as && { as }) };
}

function checkSize({ pair, raster, size }: ReadPair): void {
  if (sizeText(raster) === size) return;
  throw dataError(
    `${pair.mask}: it is ${size} and its image ${sizeText(raster)}; a mask has the pixels of its own image: export it again at its size`,
  );
}

export function sliceOf({ values, channels }: ImageValues, pixels: number, z: number): Float32Array {
  return values.subarray(z * pixels * channels, (z + 1) * pixels * channels);
}

/** What `imageValues` did to the stored values. */
function scaleOf(raster: Raster): StoredScale {
  if (raster.palette) return { offset: 0, factor: 255, white: 255 };
  const { fullScale, data } = raster;
  if (fullScale !== undefined) return { offset: 0, factor: fullScale, white: fullScale };
  return { offset: 0, factor: 1, white: null, ends: extent(data) };
}

/** Gray and colour may be mixed; files with another number of channels than most are left out. */
function oneKind(files: readonly SeenFile[], problems: string[]): SeenFile[] {
  const kindOf = ({ slices }: SeenFile) => (slices[0].length === 1 ? 3 : slices[0].length);
  const counts = new Map<number, number>();
  for (const file of files) counts.set(kindOf(file), (counts.get(kindOf(file)) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
  for (const file of files.filter((one) => kindOf(one) !== usual))
    problems.push(
      `${file.pair.image}: it has ${file.slices[0].length} channels, which most others have not; convert them to one kind`,
    );
  return files.filter((file) => kindOf(file) === usual);
}
