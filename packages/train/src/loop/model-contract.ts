import type { ModelMetadata } from "./model-metadata.ts";

/** What whoever runs a saved model has to know, in words: it stands in the file, for those who open it. */
export interface ModelContract {
  readonly description: string;
  /** Of each input and output, by name. */
  readonly descriptions: Readonly<Record<"images" | "logits", string>>;
}

/** The words of a saved model. */
export function modelContract(metadata: ModelMetadata): ModelContract {
  const images = imagesText(metadata);
  const logits = logitsText(metadata);
  return {
    description: `Segmentation network of segloss. Input "images": ${images} Output "logits": ${logits}`,
    descriptions: { images, logits },
  };
}

function imagesText({ input, normalizationInside }: ModelMetadata): string {
  const { channels, multiple, range } = input;
  const values = range
    ? `values from ${range[0]} to ${range[1]}, such as a picture divided by its white`
    : "values as in the training";
  const normalization = normalizationInside
    ? "do not normalise them: the model's first nodes subtract the means and divide by the deviations"
    : "they are taken as they are, without normalisation";
  return (
    `float32 [batch, ${channels}, height, width], channels first; height and width are multiples of ${multiple}; ` +
    `${values}; ${normalization}.`
  );
}

const probabilities = {
  softmax: "softmax over axis 1 makes probabilities of the classes of them, and the largest wins",
  sigmoid: "1 / (1 + exp(-logit)) is the probability of each, and above 0 it is more likely than not",
  none: "they are probabilities already",
} as const;

function logitsText({ classes, link }: ModelMetadata): string {
  return `float32 [batch, ${classes.length}, height, width], of ${classes.join(", ")} in this order; ${probabilities[link]}.`;
}
