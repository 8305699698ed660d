import { decode } from "jpeg-js";
import type { Raster } from "../raster.ts";
import type { Format } from "./format.ts";

// The decoder's own guards against hostile headers, set above any microscope slide that fits in memory.
const LIMITS = { maxResolutionInMP: 400, maxMemoryUsageInMB: 4096 };

/** JPEG, baseline and progressive; gray files come back as RGB with equal channels reduced to one. */
export const jpeg: Format = {
  name: "JPEG",
  extensions: [".jpg", ".jpeg"],
  decode: async (source) => decodeJpeg(await source.read()),
};

function decodeJpeg(bytes: Uint8Array): Raster {
  const image = decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    ...LIMITS,
  });
  const { width, height, data } = image;
  const gray = grayChannel(data);
  return {
    data: gray ?? data,
    width,
    height,
    depth: 1,
    channels: gray ? 1 : 3,
    bitDepth: 8,
    fullScale: 255,
    lossy: true,
  };
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
