import { type UnzipFileInfo, unzipSync } from "fflate";
import type { Raster } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import type { Source } from "../source.ts";
import { arrayRaster } from "./array-raster.ts";
import type { DecodeOptions, Format } from "./format.ts";
import { decodeNpy } from "./npy-array.ts";

/** NumPy archives (np.savez, np.savez_compressed): the only array, or the one that the option `array` names. */
export const npz: Format = { name: "NPZ", extensions: [".npz"], decode: decodeNpz };

/** Deflate makes at most 1032 bytes of one: a larger claim is a lie, and would take its memory first. */
const MOST_EXPANSION = 1032;

async function decodeNpz(source: Source, options: DecodeOptions = {}): Promise<Raster> {
  const bytes = await source.read();
  const arrays = unzipped(bytes, () => false).listed.filter(({ name }) => name.endsWith(".npy"));
  const { name, size, originalSize } = chosen(arrays, options.array);
  if (originalSize > MOST_EXPANSION * size + 64)
    throw new Error(
      `its array ${name} claims ${originalSize} bytes, which its ${size} bytes cannot unpack to`,
    );
  return arrayRaster(decodeNpy(unzipped(bytes, (file) => file.name === name).files[name]), options);
}

function unzipped(bytes: Uint8Array, wanted: (file: UnzipFileInfo) => boolean) {
  const listed: UnzipFileInfo[] = [];
  try {
    const files = unzipSync(bytes, {
      filter: (file) => {
        listed.push(file);
        return wanted(file);
      },
    });
    return { listed, files };
  } catch (cause) {
    throw new Error("its ZIP archive is damaged or cut short", { cause });
  }
}

function chosen(arrays: readonly UnzipFileInfo[], wanted: string | undefined): UnzipFileInfo {
  const names = arrays.map(({ name }) => name.slice(0, -".npy".length));
  if (arrays.length === 0) throw notSupported("it holds no array");
  const place = wanted === undefined && arrays.length === 1 ? 0 : names.indexOf(wanted ?? "");
  if (place >= 0) return arrays[place];
  const asked = wanted === undefined ? "" : ` and none called ${wanted}`;
  throw notSupported(
    `it holds the arrays ${names.join(", ")}${asked}; say which one with --array, such as --array ${names[0]}`,
  );
}
