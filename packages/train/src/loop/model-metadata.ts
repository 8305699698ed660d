import type { LinkName } from "segloss";
import type { Json } from "../networks/network.ts";
import type { Normalization } from "../step/images.ts";

/** What a saved model says about itself. Every entry is stored as JSON under the key "segloss.NAME". */
export interface ModelMetadata {
  /** The network's description. */
  readonly network: Json;
  /** One name a class; for a binary network the name of the positive class. */
  readonly classes: readonly string[];
  /** What makes probabilities of the logits: softmax over the classes, or a sigmoid each; "none": they are probabilities. */
  readonly link: LinkName;
  readonly input: {
    readonly channels: number;
    /** Height and width must be multiples of this. */
    readonly multiple: number;
    /** Size of the images in training. */
    readonly trained: readonly [height: number, width: number];
  };
  /** Already part of the model, which takes raw images; null where there is none. */
  readonly normalization: Normalization | null;
  /** The loss it was trained with; null where that has no description. */
  readonly loss: Json;
  /** Training steps done. */
  readonly steps: number;
}

const prefix = "segloss.";
const keys = ["network", "classes", "link", "input", "normalization", "loss", "steps"] as const;

/** The metadata as the key and value pairs of an .onnx file. */
export function metadataEntries(metadata: ModelMetadata): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [`${prefix}${key}`, JSON.stringify(metadata[key])]));
}

/** The inverse; throws when an entry is missing, which means that segloss did not write the model. */
export function metadataFrom(entries: Readonly<Record<string, string>>): ModelMetadata {
  const missing = keys.filter((key) => entries[`${prefix}${key}`] === undefined);
  if (missing.length) {
    throw new Error(
      `The model lacks the metadata ${missing.map((key) => `"${prefix}${key}"`).join(", ")}; only models saved by segloss can be loaded.`,
    );
  }
  const parsed = keys.map((key) => [key, JSON.parse(entries[`${prefix}${key}`])]);
  return Object.fromEntries(parsed) as ModelMetadata;
}
