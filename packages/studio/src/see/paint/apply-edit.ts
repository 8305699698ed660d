import { blur } from "../picture/blur.ts";
import { emptyPicture, IGNORED, PIXELS, type Picture, SIZE } from "../picture/picture.ts";
import { normal } from "../picture/random.ts";
import type { Edit, Layer, Stroke } from "./edit.ts";
import { nextCell, paintLine, predict, SURE } from "./paint-line.ts";

/** Does one step to a picture, in place. */
export function applyEdit(picture: Picture, edit: Edit): void {
  const { logits, channels } = picture;
  if (edit.kind === "stroke") paintStroke(picture, edit);
  if (edit.kind === "blur") blur(logits, edit.sigma, channels);
  if (edit.kind === "noise") addNoise(logits, edit.seed, edit.sigma);
  if (edit.kind === "shift")
    for (const plane of planesOf(picture, edit.layer)) shift(plane, edit.dx, edit.dy);
  if (edit.kind === "copy") copyTruth(picture);
  if (edit.kind === "clear") for (const plane of planesOf(picture, edit.layer)) clear(plane);
}

/** Where nothing is known of the truth, the prediction is background. */
function copyTruth(picture: Picture): void {
  const { logits, truth, soft } = picture;
  for (let i = 0; i < PIXELS; i++)
    if (soft) logits[i] = Math.min(SURE, Math.max(-SURE, Math.log(soft[i] / (1 - soft[i]))));
    else predict(picture, i, truth[i] === IGNORED ? 0 : truth[i]);
}

function paintStroke(picture: Picture, { layer, label, radius, points }: Stroke): void {
  const brush = { layer, label, radius, cell: nextCell(picture) };
  const at = (k: number): [number, number] => [points[2 * k], points[2 * k + 1]];
  for (let k = 0; k < points.length / 2; k++) paintLine(picture, brush, at(Math.max(0, k - 1)), at(k));
}

interface Plane {
  readonly values: Float32Array | Uint8Array;
  /** What stands where nothing is, a value for each channel. */
  readonly outside: ArrayLike<number>;
}

function planesOf({ channels, logits, truth, soft, cells }: Picture, layer: Layer): Plane[] {
  if (layer === "prediction")
    return [{ values: logits, outside: emptyPicture(channels).logits.subarray(0, channels) }];
  return [truth, cells, ...(soft ? [soft] : [])].map((values) => ({ values, outside: [0] }));
}

function clear({ values, outside }: Plane): void {
  for (let i = 0; i < values.length; i++) values[i] = outside[i % outside.length];
}

function shift({ values, outside }: Plane, dx: number, dy: number): void {
  const width = outside.length;
  const before = values.slice();
  for (let i = 0; i < PIXELS; i++) {
    const [x, y] = [(i % SIZE) - dx, Math.floor(i / SIZE) - dy];
    const isInside = x >= 0 && x < SIZE && y >= 0 && y < SIZE;
    for (let c = 0; c < width; c++)
      values[i * width + c] = isInside ? before[(y * SIZE + x) * width + c] : outside[c];
  }
}

function addNoise(logits: Float32Array, seed: number, sigma: number): void {
  const next = normal(seed);
  for (let i = 0; i < logits.length; i++) logits[i] += sigma * next();
}
