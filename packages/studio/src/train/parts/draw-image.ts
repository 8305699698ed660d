import { labelColour } from "../../score/view/label-colour.ts";
import { word } from "../../see/colour/map-colours.ts";
import type { Palette, Rgb } from "../../see/colour/palette.ts";
import type { ShownImage } from "../worker/messages.ts";

const LEFT_OUT = 255;

/** Draws a photograph as it is. */
export function drawPhotograph(into: Uint32Array, { channels, pixels }: ShownImage): void {
  for (let i = 0; i < into.length; i++) {
    const at = i * channels;
    const [red, green, blue] =
      channels === 1
        ? [pixels[at]!, pixels[at]!, pixels[at]!]
        : [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
    into[i] = word([red, green, blue]);
  }
}

/** Draws classes; what is left out in the colour of nothing. */
export function drawClasses(into: Uint32Array, labels: Uint8Array, palette: Palette): void {
  const known = new Map<number, number>();
  const colourOf = (label: number): number => {
    const colour =
      known.get(label) ?? word(label === LEFT_OUT ? palette.ignored : classColour(label, palette));
    known.set(label, colour);
    return colour;
  };
  for (let i = 0; i < into.length; i++) into[i] = colourOf(labels[i]!);
}

/** Draws probabilities of the one class that is no background, 0 to 255. */
export function drawProbabilities(into: Uint32Array, values: Uint8Array, palette: Palette): void {
  const [from, to] = [palette.background, classColour(1, palette)];
  const shades = Uint32Array.from({ length: 256 }, (_, byte) => word(mixed(from, to, byte / 255)));
  for (let i = 0; i < into.length; i++) into[i] = shades[values[i]!]!;
}

/** Draws a photograph with classes above 0 laid over it. */
export function drawOverlay(into: Uint32Array, image: ShownImage, colours: readonly Rgb[]): void {
  drawPhotograph(into, image);
  for (let i = 0; i < into.length; i++) {
    const label = image.truth[i]!;
    const colour = colours[label];
    if (label === 0 || !colour) continue;
    const at = i * image.channels;
    const below: Rgb =
      image.channels === 1
        ? [image.pixels[at]!, image.pixels[at]!, image.pixels[at]!]
        : [image.pixels[at]!, image.pixels[at + 1]!, image.pixels[at + 2]!];
    into[i] = word(mixed(below, colour, OPACITY));
  }
}

const OPACITY = 0.5;

/** Of two classes the second is that of See; of more, each has its own. */
function classColour(label: number, palette: Palette): Rgb {
  return labelColour(label, palette);
}

function mixed(a: Rgb, b: Rgb, share: number): Rgb {
  const between = (k: 0 | 1 | 2): number => Math.round(a[k] + share * (b[k] - a[k]));
  return [between(0), between(1), between(2)];
}
