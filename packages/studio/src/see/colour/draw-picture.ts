import { IGNORED, PIXELS, type Picture, SIZE } from "../picture/picture.ts";
import { mixed, word } from "./map-colours.ts";
import type { Palette } from "./palette.ts";

/** Shades of the logits from -LIMIT to LIMIT, beyond which p is 0 or 1 to the eye. */
const LIMIT = 8;
const SHADES = 4095;

/** What the network says: p as darkness; of three classes, a colour for each. */
export function drawPrediction(into: Uint32Array, picture: Picture, palette: Palette): void {
  if (picture.channels === 3) {
    drawThree(into, picture.logits, palette);
    return;
  }
  const { background, foreground } = palette;
  const shades = Uint32Array.from({ length: SHADES + 1 }, (_, i) => {
    const logit = LIMIT * ((2 * i) / SHADES - 1);
    return word(mixed(background, foreground[0], 1 / (1 + Math.exp(-logit))));
  });
  const { logits } = picture;
  const scale = SHADES / (2 * LIMIT);
  for (let i = 0; i < into.length; i++) {
    const place = (logits[i] + LIMIT) * scale;
    into[i] = shades[place < 0 ? 0 : place > SHADES ? SHADES : (place + 0.5) | 0];
  }
}

function drawThree(into: Uint32Array, logits: Float32Array, { background, foreground }: Palette): void {
  for (let i = 0; i < into.length; i++) {
    const top = Math.max(logits[3 * i], logits[3 * i + 1], logits[3 * i + 2]);
    const a = Math.exp(logits[3 * i] - top);
    const b = Math.exp(logits[3 * i + 1] - top);
    const c = Math.exp(logits[3 * i + 2] - top);
    const total = a + b + c;
    let colour = 255 << 24;
    for (let k = 0; k < 3; k++) {
      const level = (a * background[k] + b * foreground[0][k] + c * foreground[1][k]) / total;
      colour |= Math.round(level) << (8 * k);
    }
    into[i] = colour;
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
