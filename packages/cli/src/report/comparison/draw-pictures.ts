import { png } from "@segloss/io";
import type { ImageSource } from "../../data/image-source.ts";
import { type Colour, classColours, IGNORED } from "../../page/palette.ts";
import type { PictureChoice } from "./choose-pictures.ts";
import { ERROR_COLOURS, errorAt } from "./error-colours.ts";
import type { PicturedImage, PicturedPrediction, Pictures } from "./pictures.ts";
import { type Reduced, reduce } from "./reduce.ts";

/** What a network made of an image: [height, width] class indices; null where there is no network. */
export type LabelsOf = (loss: number, image: number) => Promise<ArrayLike<number> | null>;

/** Draws what was chosen, image by image, so that one at a time is in memory. @param losses as text, by place */
export async function drawPictures(
  source: ImageSource,
  losses: readonly string[],
  choices: readonly PictureChoice[],
  labelsOf: LabelsOf,
): Promise<Pictures> {
  const colours = classColours(source.classes);
  const images: PicturedImage[] = [];
  for (const choice of choices) images.push(await drawImage(source, losses, choice, labelsOf, colours));
  return { fingerprint: source.fingerprint, colours, images };
}

async function drawImage(
  source: ImageSource,
  losses: readonly string[],
  { image, losses: chosen, why }: PictureChoice,
  labelsOf: LabelsOf,
  colours: readonly Colour[],
): Promise<PicturedImage> {
  const sample = source.sample(image);
  const small = reduce(sample.width, sample.height);
  const truth = small.labels(sample.mask);
  const predictions: PicturedPrediction[] = [];
  for (const loss of chosen) {
    const labels = await labelsOf(loss, image);
    if (labels === null) continue;
    const predicted = small.labels(labels);
    predictions.push({
      loss: losses[loss],
      classes: painted(small, (i) => colours[predicted[i]] ?? IGNORED),
      errors: painted(small, (i) => ERROR_COLOURS[errorAt(predicted[i], truth[i], source.ignore)]),
    });
  }
  return {
    ...{ image, why },
    photograph: photograph(small, sample.image, source.channels),
    truth: painted(small, (i) => colours[truth[i]] ?? IGNORED),
    predictions,
  };
}

/** One channel gray, else the first three as red, green and blue. */
function photograph(small: Reduced, image: Float32Array, channels: number): Uint8Array {
  const used = channels < 3 ? 1 : 3;
  const data = new Uint8Array(small.width * small.height * used);
  for (let c = 0; c < used; c++) {
    const plane = small.means(image, channels, c);
    for (let i = 0; i < plane.length; i++)
      data[i * used + c] = Math.round(255 * Math.min(1, Math.max(0, plane[i])));
  }
  return encoded(small, data, used);
}

function painted(small: Reduced, colourAt: (i: number) => Colour): Uint8Array {
  const data = new Uint8Array(3 * small.width * small.height);
  for (let i = 0; i < small.width * small.height; i++) data.set(colourAt(i), 3 * i);
  return encoded(small, data, 3);
}

function encoded({ width, height }: Reduced, data: Uint8Array, channels: number): Uint8Array {
  return png.encode!({ data, width, height, depth: 1, channels, bitDepth: 8, fullScale: 255 });
}
