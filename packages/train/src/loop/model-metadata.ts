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
    /** The values that images have when they are given to the model; null where the training did not say. */
    readonly range: readonly [least: number, most: number] | null;
  };
  /** The first nodes of the model, which therefore takes images as they are; null where it has none. Nobody else is to do it. */
  readonly normalizationInside: Normalization | null;
  /** The loss it was trained with; null where that has no description. */
  readonly loss: Json;
  /** Training steps done. */
  readonly steps: number;
}

const prefix = "segloss.";
const keys = ["network", "classes", "link", "input", "normalizationInside", "loss", "steps"] as const;

/** The metadata as the key and value pairs of an .onnx file. */
export function metadataEntries(metadata: ModelMetadata): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [`${prefix}${key}`, JSON.stringify(metadata[key])]));
}

/** Entries of files from before the names of today, by the name that they have now; and what files did not say yet. */
const formerly: Readonly<Partial<Record<(typeof keys)[number], string>>> = {
  normalizationInside: "normalization",
};

/** The inverse; throws when an entry is missing, which means that segloss did not write the model. */
export function metadataFrom(entries: Readonly<Record<string, string>>): ModelMetadata {
  const found = keys.map(
    (key) => [key, entries[`${prefix}${key}`] ?? entries[`${prefix}${formerly[key]}`]] as const,
  );
  const missing = found.filter(([key, text]) => text === undefined && key !== "link").map(([key]) => key);
  if (missing.length) {
    throw new Error(
      `The model lacks the metadata ${missing.map((key) => `"${prefix}${key}"`).join(", ")}; only models saved by segloss can be loaded.`,
    );
  }
  const parsed = Object.fromEntries(found.map(([key, text]) => [key, text && JSON.parse(text)]));
  const { classes, link = classes.length === 1 ? "sigmoid" : "softmax", input } = parsed;
  return { ...parsed, link, input: { range: null, ...input } } as ModelMetadata;
}
