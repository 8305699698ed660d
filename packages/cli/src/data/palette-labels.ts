import {
  type DecodeOptions,
  formatOf,
  grayPalettes,
  maskPicture,
  mayHoldGrays,
  openRasterWindows,
  type Palette,
  type PaletteLabels,
  type Raster,
  type RasterWindows,
  seenLabels,
} from "@segloss/io";
import type { ClassFile } from "./class-file.ts";
import type { FileSystem } from "./files/file-system.ts";
import { listedLabels } from "./listed-labels.ts";
import { grayPngPalette, HEAD, hasPalette, PNG_HEADER } from "./png-palettes.ts";
import { readOrOpenSource, readSource } from "./read-source.ts";

/** Names of the formats of pictures that may have palettes. */
const WITH_PALETTES = ["PNG", "TIFF", "BMP", "GIF"];

export interface PaletteLabelsOptions {
  /** What a class file says of the masks. */
  readonly stated: ClassFile;
  /** Labels that options say to leave out. */
  readonly ignore: readonly number[];
  readonly decode?: DecodeOptions | undefined;
  /** Pixels above which masks that are stored in parts are not looked into. */
  readonly mostPixels?: number | undefined;
  /** How a mask is read, where there is a faster way than by the file system. */
  readonly read?: ((path: string, decode: DecodeOptions) => Promise<Raster | RasterWindows>) | undefined;
}

/**
 * Where masks have their labels, all together, if some of them have palettes of grays (`grayPalettes`). Masks are decoded for it only where
 * there is such a palette; those that cannot be read are told when they are read for good.
 */
export async function paletteLabels(
  files: FileSystem,
  masks: Iterable<string>,
  {
    stated,
    ignore,
    decode = {},
    mostPixels,
    read = async (path, how) => readOrOpenSource(await files.source(path), path, how, mostPixels),
  }: PaletteLabelsOptions,
): Promise<PaletteLabels | undefined> {
  // A list of colours has said already what they mean.
  if (stated.colours) return undefined;
  if (!(await someMayHoldGrays(files, masks))) return undefined;
  const listed = listedLabels(stated);
  const grays = grayPalettes({ ...listed, ignore: [...(listed.ignore ?? []), ...ignore] });
  for (const path of new Set(masks)) {
    if (!mayHavePalette(path)) continue;
    try {
      const mask = await read(path, decode);
      if (!("readBox" in mask)) grays.see(seenLabels(maskPicture(mask, { keepEdges: true })));
    } catch {
      // It is told when it is read for good.
    }
  }
  return grays.labels();
}

function mayHavePalette(path: string): boolean {
  return WITH_PALETTES.includes(formatOf(path)?.name ?? "");
}

async function someMayHoldGrays(files: FileSystem, masks: Iterable<string>): Promise<boolean> {
  for (const path of masks) {
    if (!mayHavePalette(path)) continue;
    const palette = await paletteOf(files, path).catch(() => undefined);
    if (palette === "unknown" || (palette && mayHoldGrays(palette))) return true;
  }
  return false;
}

async function paletteOf(files: FileSystem, path: string): Promise<Palette | "unknown" | undefined> {
  const entry = formatOf(path)!;
  if (entry.name === "PNG") {
    // Of very many files that have none some bytes are enough.
    const has = hasPalette(await files.head(path, PNG_HEADER));
    return has ? grayPngPalette(await files.head(path, HEAD)) : undefined;
  }
  const source = await files.source(path);
  const opened = entry.windows && (await openRasterWindows(await entry.load(), source, path));
  return (opened ? opened.head : await readSource(source, path)).palette;
}
