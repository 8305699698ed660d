import { gzipSync } from "node:zlib";
import { encodePlain, type PlainExtension, plainExtensionFor } from "./encode-plain.ts";
import type { PredictionKind } from "./gather-prediction.ts";
import type { FilePrediction } from "./predict-raster.ts";

export const PREDICTION_EXTENSIONS = [".png", ".nii.gz", ".nii", ".npy"] as const;

export type PredictionExtension = (typeof PREDICTION_EXTENSIONS)[number];

/** The extension that a path ends in, if a prediction can be written so. */
export function predictionExtension(path: string): PredictionExtension | undefined {
  return PREDICTION_EXTENSIONS.find((extension) => path.toLowerCase().endsWith(extension));
}

/** The format that holds a prediction best, see `plainExtensionFor`; volumes are packed. */
export function extensionFor(
  image: string,
  prediction: FilePrediction,
  as: PredictionKind,
): PredictionExtension {
  const plain = plainExtensionFor(image, prediction, as);
  return plain === ".nii" ? ".nii.gz" : plain;
}

/**
 * The bytes of a prediction.
 *
 * @throws Error where the format cannot hold it
 */
export function encodePrediction(
  prediction: FilePrediction,
  as: PredictionKind,
  classes: readonly string[],
  extension: PredictionExtension,
): Uint8Array {
  const isPacked = extension === ".nii.gz";
  const bytes = encodePlain(prediction, as, classes, isPacked ? ".nii" : (extension as PlainExtension));
  return isPacked ? gzipSync(bytes) : bytes;
}
