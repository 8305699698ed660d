import { decode } from "jpeg-js";
import { exifOrientation } from "../exif/exif-orientation.ts";
import { jpegSegments } from "../jpeg/jpeg-segments.ts";
import type { Raster } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import type { Format } from "./format.ts";

// The decoder's own guards against hostile headers, set above any microscope slide that fits in memory.
const LIMITS = { maxResolutionInMP: 400, maxMemoryUsageInMB: 4096 };

/** Pixels that a byte can stand for at most: a block of 8x8 has its mean, and a code takes a bit at least. */
const MOST_PIXELS_A_BYTE = 512;

/** JPEG, baseline and progressive; gray files come back as RGB with equal channels reduced to one. */
export const jpeg: Format = {
  name: "JPEG",
  extensions: [".jpg", ".jpeg"],
  decode: async (source) => decodeJpeg(await source.read()),
};

function decodeJpeg(bytes: Uint8Array): Raster {
  const { frame, exif } = jpegSegments(bytes);
  if (!frame) throw new Error("it holds no picture");
  if (frame.bits !== 8)
    throw notSupported(`JPEG of ${frame.bits} bits is not read; save it with 8, or as PNG`);
  if (!frame.read)
    throw notSupported("lossless or arithmetic JPEG is not read; save it baseline or progressive, or as PNG");
  if (frame.width * frame.height > MOST_PIXELS_A_BYTE * bytes.length)
    throw new Error(
      `it says ${frame.width}x${frame.height} pixels, for which its ${bytes.length} bytes are too few`,
    );
  const { width, height, data } = decoded(bytes);
  const gray = grayChannel(data);
  const orientation = (exif && exifOrientation(exif)) ?? 1;
  return {
    data: gray ?? data,
    ...{ width, height, depth: 1, channels: gray ? 1 : 3 },
    ...{ bitDepth: 8, fullScale: 255, lossy: true },
    ...(orientation > 1 && { exifOrientation: orientation }),
  };
}

function decoded(bytes: Uint8Array): { width: number; height: number; data: Uint8Array } {
  try {
    return decode(bytes, { useTArray: true, formatAsRGBA: false, tolerantDecoding: false, ...LIMITS });
  } catch (cause) {
    // The decoder's own words are about its tables.
    throw new Error("its data are damaged or cut short", { cause });
  }
}

/** The one channel of an RGB image whose three are equal everywhere, else undefined. */
function grayChannel(rgb: Uint8Array): Uint8Array | undefined {
  const gray = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < gray.length; i++) {
    if (rgb[3 * i] !== rgb[3 * i + 1] || rgb[3 * i] !== rgb[3 * i + 2]) return undefined;
    gray[i] = rgb[3 * i];
  }
  return gray;
}
