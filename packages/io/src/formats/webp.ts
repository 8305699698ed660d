import { exifOrientation } from "../exif/exif-orientation.ts";
import { splitAlpha } from "../raster/split-alpha.ts";
import type { Raster } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { loadWebp } from "../webp/load-webp.ts";
import { webpHeader } from "../webp/webp-header.ts";
import type { Format } from "./format.ts";

/** WebP, lossless and lossy, one picture, by @jsquash/webp, which is loaded when it is called for. */
export const webp: Format = {
  name: "WebP",
  extensions: [".webp"],
  decode: async (source) => decodeWebp(await source.read()),
};

/** Pixels that a byte can stand for: copies of lossless files have up to 4096. */
const MOST_PIXELS_A_BYTE = 4096;
const ALWAYS_READ = 2 ** 20;

async function decodeWebp(bytes: Uint8Array): Promise<Raster> {
  const { width, height, lossless, animated, exif } = webpHeader(bytes);
  if (animated) throw notSupported("it holds several pictures; save one, or a stack as TIFF");
  if (width * height > ALWAYS_READ + MOST_PIXELS_A_BYTE * bytes.length)
    throw new Error(`it says ${width}x${height} pixels, for which its ${bytes.length} bytes are too few`);
  const decode = await loadWebp();
  const data = await pixels(() => decode(new Uint8Array(bytes).buffer), 4 * width * height);
  const orientation = (exif && exifOrientation(exif)) ?? 1;
  const raster = splitAlpha(
    {
      ...{ data, width, height, depth: 1, channels: 4, bitDepth: 8, fullScale: 255 },
      ...(!lossless && { lossy: true }),
      ...(orientation > 1 && { exifOrientation: orientation }),
    },
    3,
  );
  return raster;
}

async function pixels(
  decode: () => Promise<{ data: Uint8ClampedArray | Uint8Array }>,
  due: number,
): Promise<Uint8Array> {
  const image = await decode().catch((cause) => {
    // The decoder's own words are a number.
    throw new Error("its data are damaged or cut short", { cause });
  });
  if (image.data.length !== due) throw new Error("its data are damaged or cut short");
  return new Uint8Array(image.data);
}
