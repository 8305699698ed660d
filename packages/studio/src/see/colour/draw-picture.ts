import { IGNORED, PIXELS, type Picture, SIZE } from "../picture/picture.ts";
import { mixed, word } from "./map-colours.ts";
import type { Palette } from "./palette.ts";

const STEPS = 255;

/** What the network says: p as darkness; of three classes, a colour for each. */
export function drawPrediction(into: Uint32Array, picture: Picture, palette: Palette): void {
  const { background, foreground } = palette;
  if (picture.channels === 1) {
    const shades = Uint32Array.from({ length: STEPS + 1 }, (_, i) =>
      word(mixed(background, foreground[0], i / STEPS)),
    );
    for (let i = 0; i < PIXELS; i++) into[i] = shades[Math.round(STEPS / (1 + Math.exp(-picture.logits[i])))];
    return;
  }
  for (let i = 0; i < PIXELS; i++) {
    const [a, b, c] = [0, 1, 2].map((k) => Math.exp(picture.logits[3 * i + k]));
    const second = mixed(background, foreground[0], b / (a + b + c));
    into[i] = word(mixed(second, foreground[1], c / (a + b + c)));
  }
}

/** Draws the truth: the same shades, soft labels between; pixels that are left out are hatched. */
export function drawTruth(into: Uint32Array, { truth, soft }: Picture, palette: Palette): void {
  const { background, foreground, ignored } = palette;
  const classes = [word(background), word(foreground[0]), word(foreground[1])];
  const [hatch, gap] = [word(ignored), word(mixed(background, ignored, 0.35))];
  for (let i = 0; i < PIXELS; i++) {
    const isLine = ((i % SIZE) + Math.floor(i / SIZE)) % 6 < 2;
    if (truth[i] === IGNORED) into[i] = isLine ? hatch : gap;
    else into[i] = soft ? word(mixed(background, foreground[0], soft[i])) : classes[truth[i]];
  }
}
