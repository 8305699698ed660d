import { encodeNifti, encodeNpy, png, type Raster } from "@segloss/io";
import { classColours } from "../page/palette.ts";
import type { PredictionKind } from "./gather-prediction.ts";
import type { FilePrediction } from "./predict-raster.ts";

/** Formats of predictions that need nothing but their bytes. */
export type PlainExtension = ".png" | ".nii" | ".npy";

/** How they are written, by extension. */
const ENCODERS: Readonly<Record<PlainExtension, (prediction: Raster) => Uint8Array>> = {
  ".png": encodePng,
  ".nii": encodeNifti,
  ".npy": encodeArray,
};

const MOST_GRAY = 65535;

/**
 * The format that holds a prediction best: probabilities are NPY; what lies in the world is NIfTI, which keeps its place; arrays and other
 * stacks are NPY, and pictures PNG.
 */
export function plainExtensionFor(
  image: string,
  { raster, data }: FilePrediction,
  as: PredictionKind,
): PlainExtension {
  if (as === "probabilities") return ".npy";
  if (raster.geometry || /\.(nii(\.gz)?|hdr)$/i.test(image)) return ".nii";
  if (raster.shape || raster.depth > 1) return ".npy";
  return data.some((label) => label > MOST_GRAY) ? ".npy" : ".png";
}

/**
 * The bytes of a prediction.
 *
 * @throws Error where the format cannot hold it
 */
export function encodePlain(
  prediction: FilePrediction,
  as: PredictionKind,
  classes: readonly string[],
  extension: PlainExtension,
): Uint8Array {
  const { width, height, depth, spacing, unit, geometry } = prediction.raster;
  if (as === "probabilities" && extension !== ".npy")
    throw new Error(`probabilities are written as .npy, not ${extension}; name the file so`);
  const data = as === "instances" ? narrowed(prediction.data as Int32Array) : prediction.data;
  const raster: Raster = {
    ...{ data, width, height, depth, channels: 1, bitDepth: 8 * data.BYTES_PER_ELEMENT },
    ...{ ...(spacing && { spacing }), ...(unit && { unit }), ...(geometry && { geometry }) },
    ...(as === "labels" && { palette: classColours(classes) }),
  };
  if (as !== "probabilities") return ENCODERS[extension](raster);
  const shape = [classes.length, ...(depth > 1 ? [depth] : []), height, width];
  return encodeNpy({ data, shape });
}

/** Object numbers in 16 bits where they fit; never in 8, so that a picture of them is taken for one of objects. */
function narrowed(objects: Int32Array): Uint16Array | Int32Array {
  return objects.every((label) => label <= MOST_GRAY) ? Uint16Array.from(objects) : objects;
}

function encodePng(raster: Raster): Uint8Array {
  if (raster.data instanceof Int32Array) throw new Error("PNG holds 65535 objects at most; write .npy");
  return png.encode!(raster);
}

function encodeArray({ data, depth, height, width }: Raster): Uint8Array {
  return encodeNpy({ data, shape: [...(depth > 1 ? [depth] : []), height, width] });
}
