import { IGNORED, type Picture, SIZE } from "../picture/picture.ts";
import type { Layer } from "./edit.ts";

/** How sure the network is of what is painted, as a logit. */
export const SURE = 4;

/** A round brush. */
export interface Brush {
  readonly layer: Layer;
  readonly label: number;
  readonly radius: number;
  /** Number of the cell that a stroke on the truth makes. */
  readonly cell: number;
}

/** The number of a new cell. */
export function nextCell({ cells }: Picture): number {
  return Math.min(254, cells.reduce((a, b) => Math.max(a, b), 0) + 1);
}

/** Paints all pixels whose centre is within the radius of the line from (ax, ay) to (bx, by). */
export function paintLine(
  picture: Picture,
  brush: Brush,
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): void {
  const reach = brush.radius + 0.5;
  const inside = (value: number): number => Math.min(SIZE - 1, Math.max(0, value));
  const [left, right] = [
    inside(Math.floor(Math.min(ax, bx) - reach)),
    inside(Math.ceil(Math.max(ax, bx) + reach)),
  ];
  const [top, bottom] = [
    inside(Math.floor(Math.min(ay, by) - reach)),
    inside(Math.ceil(Math.max(ay, by) + reach)),
  ];
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square));
      const distance = Math.hypot(x - ax - along * dx, y - ay - along * dy);
      if (distance < reach) paintPixel(picture, brush, y * SIZE + x);
    }
  }
}

function paintPixel(picture: Picture, { layer, label, cell }: Brush, pixel: number): void {
  if (layer === "prediction") {
    predict(picture, pixel, label);
    return;
  }
  picture.truth[pixel] = label;
  picture.cells[pixel] = label === 0 || label === IGNORED ? 0 : cell;
  if (picture.soft) picture.soft[pixel] = label;
}

/** The network says this label at a pixel. */
export function predict({ channels, logits }: Picture, pixel: number, label: number): void {
  if (channels === 1) {
    logits[pixel] = label === 0 ? -SURE : SURE;
    return;
  }
  for (let c = 0; c < channels; c++) logits[channels * pixel + c] = c === label ? SURE : -SURE / 2;
}
