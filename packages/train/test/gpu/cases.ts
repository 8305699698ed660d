import { type Batch, graphLoss, type Runtime, trainer, type UnetOptions, unet } from "@segloss/train";
import { parseLoss } from "segloss";

/** A small training: four steps of a U-Net of three resolutions. */
export interface Case {
  readonly normalization: NonNullable<UnetOptions["normalization"]>;
  readonly upsampling: NonNullable<UnetOptions["upsampling"]>;
  readonly classes: number;
  readonly loss: string;
  /** Default 1. */
  readonly bands?: number;
}

/** What came of a training. */
export interface Trained {
  readonly losses: readonly number[];
  /** All parameters after the last step. */
  readonly parameters: readonly number[];
  /** Of the batch, by the trained network. */
  readonly logits: readonly number[];
}

const LOSSES = ["dice + crossEntropy", "lovasz"];

export const ALL_CASES: readonly Case[] = (["none", "group"] as const).flatMap((normalization) =>
  (["transposed", "nearest"] as const).flatMap((upsampling) =>
    [1, 3].flatMap((classes) => LOSSES.map((loss) => ({ normalization, upsampling, classes, loss }))),
  ),
);

/**
 * Every value of each setting with every value of each other; images of 6 bands in one, of which ONNX Runtime makes wrong
 * convolutions where it lays them out with the channels last.
 */
export const FEW_CASES: readonly Case[] = [
  { normalization: "none", upsampling: "transposed", classes: 1, loss: LOSSES[0], bands: 6 },
  { normalization: "none", upsampling: "nearest", classes: 3, loss: LOSSES[1] },
  { normalization: "group", upsampling: "transposed", classes: 3, loss: LOSSES[0] },
  { normalization: "group", upsampling: "nearest", classes: 1, loss: LOSSES[1] },
];

export const nameOf = ({ normalization, upsampling, classes, loss, bands = 1 }: Case): string =>
  `${loss}, ${classes} ${classes === 1 ? "class" : "classes"}, ${bands} ${bands === 1 ? "band" : "bands"}, normalization ${normalization}, ${upsampling} upsampling`;

const [N, SIZE, STEPS] = [2, 16, 4];

/** Images that differ in every pixel but where blocks of them are equal, so that the maximum of a window is tied. */
export function batchOf({ classes, bands = 1 }: Case): Batch {
  const images = Float32Array.from({ length: N * bands * SIZE * SIZE }, (_, at) =>
    at % 64 < 16 ? 0.25 : 0.5 + 0.5 * Math.sin(at * at),
  );
  const labels = Math.max(2, classes);
  const targets = Uint8Array.from({ length: N * SIZE * SIZE }, (_, at) => Math.floor(at / 21) % labels);
  return { images, targets };
}

export async function train(runtime: Runtime, given: Case): Promise<Trained> {
  const { classes, loss, normalization, upsampling, bands: inputChannels = 1 } = given;
  const network = unet({ depth: 3, width: 8, inputChannels, classes, normalization, upsampling });
  const lowered = graphLoss(parseLoss(loss), { classes });
  const made = await trainer({ runtime, network, loss: lowered, batchShape: [N, SIZE, SIZE], seed: 3 });
  const batch = batchOf(given);
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) losses.push((await made.step(batch)).loss);
  const parameters = Object.values(await made.parameters()).flatMap((values) => [...values]);
  const logits = [...(await made.predict(batch.images))];
  await made.dispose();
  return { losses, parameters, logits };
}

/** Root of the squared differences over that of the squares. */
export function distance(came: readonly number[], expected: readonly number[]): number {
  const norm = (values: readonly number[]) => Math.hypot(...values);
  return norm(expected.map((value, at) => value - came[at])) / norm(expected);
}
