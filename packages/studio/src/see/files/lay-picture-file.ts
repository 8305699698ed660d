import type { Layer } from "../paint/edit.ts";
import { SURE } from "../paint/paint-line.ts";
import { copyOf, emptyPicture, IGNORED, PIXELS, type Picture, SIZE } from "../picture/picture.ts";
import type { PictureFile } from "./read-picture-file.ts";

/** Logits of probabilities 0 and 1. */
const MOST = 12;

/**
 * A picture with a file as its truth or its prediction, the other layer as it is. The file is scaled into the square without
 * being stretched, by the nearest pixel; around it nothing is true.
 */
export function layPictureFile(before: Picture, file: PictureFile, layer: Layer): Picture {
  const picture = {
    ...copyOf(before),
    soft: layer === "truth" && !file.areLabels ? new Float32Array(PIXELS) : before.soft,
    ...(layer === "truth" && { truthSize: { width: file.width, height: file.height } }),
  };
  const outside = emptyPicture(before.channels);
  const meaning = file.leavesOut ? "ignored" : meaningOf(file.values);
  for (let i = 0; i < PIXELS; i++) {
    const place = placeOf(file, i);
    const value = place === undefined ? undefined : file.values[place];
    if (layer === "truth") layTruth(picture, file.areLabels, i, value, meaning);
    else layPrediction(picture, file.areLabels, i, value, outside);
    if (layer === "truth" && file.objects) picture.cells[i] = cellOf(file.objects[place ?? -1] ?? 0);
  }
  return layer === "truth" && file.areLabels ? { ...picture, soft: null } : picture;
}

/** Objects beyond the 254th share numbers with others: cells are told from their neighbours. */
function cellOf(object: number): number {
  return object === 0 ? 0 : ((object - 1) % 254) + 1;
}

/** Where in the file a pixel lies; undefined beside it. */
function placeOf({ width, height }: PictureFile, pixel: number): number | undefined {
  const scale = Math.max(width, height) / SIZE;
  const x = Math.floor(((pixel % SIZE) + 0.5) * scale - (Math.max(width, height) - width) / 2);
  const y = Math.floor((Math.floor(pixel / SIZE) + 0.5) * scale - (Math.max(width, height) - height) / 2);
  return x >= 0 && x < width && y >= 0 && y < height ? y * width + x : undefined;
}

/** 255 is foreground where it is the only label, else it leaves pixels out. */
function meaningOf(values: ArrayLike<number>): "white" | "ignored" {
  const labels = new Set(Array.from(values).filter((value) => value !== 0));
  return labels.size === 1 ? "white" : "ignored";
}

function layTruth(
  picture: Picture,
  areLabels: boolean,
  pixel: number,
  value: number | undefined,
  meaning: "white" | "ignored",
): void {
  const { truth, cells, soft, channels } = picture;
  const given = value ?? 0;
  if (soft && !areLabels) soft[pixel] = Math.min(1, Math.max(0, given));
  const isLeftOut = areLabels && given === IGNORED && meaning === "ignored";
  const label = areLabels ? given : Number(given > 0.5);
  truth[pixel] = isLeftOut ? IGNORED : Math.min(label, channels === 3 ? 2 : 1);
  cells[pixel] = isLeftOut ? 0 : Math.min(254, label);
}

function layPrediction(
  { logits, channels }: Picture,
  areLabels: boolean,
  pixel: number,
  value: number | undefined,
  outside: Picture,
): void {
  const at = pixel * channels;
  if (value === undefined) {
    for (let c = 0; c < channels; c++) logits[at + c] = outside.logits[at + c];
    return;
  }
  if (channels === 1) {
    logits[at] = areLabels ? (value === 0 ? -SURE : SURE) : logitOf(value);
    return;
  }
  const label = Math.min(2, Math.max(0, Math.round(value)));
  for (let c = 0; c < channels; c++) logits[at + c] = c === label ? SURE : -SURE / 2;
}

/** Numbers from 0 to 1 are probabilities, others logits already. */
function logitOf(value: number): number {
  if (value < 0 || value > 1) return Math.min(MOST, Math.max(-MOST, value));
  return Math.min(MOST, Math.max(-MOST, Math.log(value / (1 - value))));
}
