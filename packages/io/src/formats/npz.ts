import { inflate } from "../inflate/inflate.ts";
import { inflateStart } from "../inflate/inflate-start.ts";
import type { Raster } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import type { Source } from "../source.ts";
import { arrayRaster } from "./array-raster.ts";
import type { DecodeOptions, Format } from "./format.ts";
import { decodeNpy, npyLength } from "./npy-array.ts";
import { type ZipEntry, zipEntries } from "./zip-entries.ts";

/** NumPy archives (np.savez, np.savez_compressed): the only array, or the one that the option `array` names. */
export const npz: Format = { name: "NPZ", extensions: [".npz"], decode: decodeNpz };

/** Bytes of an array that are looked at to see how many it has; a header of another length is rare. */
const HEAD = 2 ** 16;

async function decodeNpz(source: Source, options: DecodeOptions = {}): Promise<Raster> {
  const arrays = listed(await source.read()).filter(({ name }) => name.endsWith(".npy"));
  return arrayRaster(decodeNpy(...unpacked(chosen(arrays, options.array), options)), options);
}

function listed(bytes: Uint8Array): ZipEntry[] {
  try {
    return zipEntries(bytes);
  } catch (cause) {
    throw new Error("its ZIP archive is damaged or cut short, or larger than 4 GiB", { cause });
  }
}

/** No more than the array's own header allows, and whether the bytes are those of the file no more. */
function unpacked(
  { name, method, bytes }: ZipEntry,
  { unpack = inflate }: DecodeOptions,
): [bytes: Uint8Array, isOwn: boolean] {
  if (method === 0) return [bytes, false];
  if (method !== 8)
    throw notSupported(`its array ${name} is packed by method ${method}; save it with np.savez_compressed`);
  return [unpack(bytes, "deflate", npyLength(inflateStart(bytes, "deflate", HEAD))), true];
}

function chosen(arrays: readonly ZipEntry[], wanted: string | undefined): ZipEntry {
  const names = arrays.map(({ name }) => name.slice(0, -".npy".length));
  if (arrays.length === 0) throw notSupported("it holds no array");
  const place = wanted === undefined && arrays.length === 1 ? 0 : names.indexOf(wanted ?? "");
  if (place >= 0) return arrays[place];
  const asked = wanted === undefined ? "" : ` and none called ${wanted}`;
  throw notSupported(
    `it holds the arrays ${names.join(", ")}${asked}; say which one with --array, such as --array ${names[0]}`,
  );
}
