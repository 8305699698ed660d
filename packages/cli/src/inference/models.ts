import type { LoadedModel } from "@segloss/train";
import { lossFromJson, printLoss } from "segloss";
import { dataError, firstFew } from "../data/data-error.ts";
import { ensembleLogits } from "./ensemble-logits.ts";
import { type Band, predictBands } from "./predict-bands.ts";
import type { PredictedImage } from "./predicted-image.ts";

/** Networks that are used as one: the mean of their probabilities. */
export interface Models {
  readonly files: readonly string[];
  /** The background first where a network has one output. */
  readonly classes: readonly string[];
  readonly channels: number;
  readonly outputs: number;
  /** Whether a pixel may have several labels: a sigmoid for each of several outputs. */
  readonly severalLabels: boolean;
  /** Height and width of a tile must be multiples of this. */
  readonly multiple: number;
  /** Height and width of the largest images that the networks were trained on. */
  readonly trained: number;
  predict(
    image: PredictedImage,
    options: { readonly size: number; readonly overlap: number },
  ): AsyncGenerator<Band>;
  dispose(): Promise<void>;
}

/** A loaded network and what its file is called. */
export interface Model {
  readonly file: string;
  readonly loaded: LoadedModel;
}

/** Networks as one. @throws DataError for models that do not go together */
export function modelsOf(models: readonly Model[]): Models {
  checkTogether(models);
  const dispose = async () => {
    for (const { loaded } of models) await loaded.dispose();
  };
  return together(models, dispose);
}

/** Tiles as in the training, brought to what the network can take. */
export function usualTile({ multiple, trained }: Models): number {
  return Math.ceil(trained / multiple) * multiple;
}

/** What networks must have in common to be averaged, and how that is said. */
const COMMON = [
  { name: "classes", of: ({ metadata }: LoadedModel) => metadata.classes.join(", ") },
  { name: "link", of: ({ metadata }: LoadedModel) => metadata.link },
  { name: "channels", of: ({ metadata }: LoadedModel) => String(metadata.input.channels) },
  { name: "loss", of: ({ metadata }: LoadedModel) => lossText(metadata.loss) },
] as const;

/** The loss as people type it; what no loss of this version is, as it stands in the file. */
function lossText(description: LoadedModel["metadata"]["loss"]): string {
  const text = JSON.stringify(description);
  try {
    return printLoss(lossFromJson(text));
  } catch {
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  }
}

const LONGEST = 60;

function checkTogether(models: readonly Model[]): void {
  for (const { name, of } of COMMON) {
    const kinds = new Map(models.map(({ file, loaded }) => [of(loaded), file]));
    if (kinds.size === 1) continue;
    const told = [...kinds].map(([value, file]) => `${file} ${value}`);
    throw dataError(
      `the models differ in their ${name}: ${firstFew(told, 2)}; only trainings of one loss on one set are averaged, give the others alone`,
    );
  }
}

function together(models: readonly Model[], dispose: () => Promise<void>): Models {
  const all = models.map(({ loaded }) => loaded);
  const { classes, input, link } = all[0].metadata;
  const multiple = Math.max(...all.map(({ metadata }) => metadata.input.multiple));
  const trained = Math.max(...all.flatMap(({ metadata }) => metadata.input.trained));
  const { channels } = input;
  const outputs = classes.length;
  const severalLabels = outputs > 1 && link === "sigmoid";
  return {
    files: models.map(({ file }) => file),
    classes: outputs === 1 || severalLabels ? ["background", ...classes] : classes,
    ...{ channels, outputs, severalLabels, multiple, trained },
    predict: (image, { size, overlap }) =>
      meanBands(all, image, severalLabels, {
        ...{ channels, outputs, multiple, size, overlap, batch: batchOf(size) },
      }),
    dispose,
  };
}

/** Pixels of a batch, as many as in the trainings. */
const BATCH_PIXELS = 8 * 128 * 128;

function batchOf(size: number): number {
  return Math.max(1, Math.floor(BATCH_PIXELS / size ** 2));
}

/** The bands of all networks have the same rows, since they have the same tiles. */
async function* meanBands(
  models: readonly LoadedModel[],
  image: PredictedImage,
  severalLabels: boolean,
  options: Parameters<typeof predictBands>[2],
): AsyncGenerator<Band> {
  const others = models.slice(1).map((model) => predictBands(model.predict, image, options));
  for await (const band of predictBands(models[0].predict, image, options)) {
    const networks = [band.logits];
    for (const other of others) networks.push(((await other.next()).value as Band).logits);
    yield { ...band, logits: ensembleLogits(networks, severalLabels ? 1 : options.outputs) };
  }
}
