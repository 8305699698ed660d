import type { Raster } from "../raster.ts";
import { type ColourTable, colourNumber, colourText } from "./colour-table.ts";

/** Where colours have their labels from, for messages. */
export interface ColourSource {
  readonly table: ColourTable;
  /** `the palette of truth/a.png`, `labelmap.txt`. */
  readonly name: string;
}

/**
 * The labels of an RGB mask.
 *
 * @throws Error that names colours without a label
 */
export function colourLabels(raster: Raster, { table, name }: ColourSource): Raster {
  const { data, channels } = raster;
  const labels = new Int32Array(data.length / channels);
  const strangers = new Map<number, number>();
  let [previous, label] = [-1, 0];
  for (let i = 0; i < labels.length; i++) {
    const at = i * channels;
    const colour = colourNumber(data[at], data[at + 1], data[at + 2]);
    // Neighbours mostly agree, and asking the map is the slow part.
    if (colour !== previous) label = table.get(colour) ?? -1;
    previous = colour;
    if (label < 0) strangers.set(colour, (strangers.get(colour) ?? 0) + 1);
    labels[i] = label;
  }
  if (strangers.size > 0) throw new Error(strangersText(strangers, labels.length, name));
  return labelRaster(raster, labels);
}

function strangersText(strangers: ReadonlyMap<number, number>, pixels: number, name: string): string {
  const colours = [...strangers].sort((a, b) => b[1] - a[1]).map(([colour]) => colourText(colour));
  const shown = `${colours.slice(0, 3).join(", ")}${colours.length > 3 ? ` and ${colours.length - 3} more` : ""}`;
  const count = [...strangers.values()].reduce((a, b) => a + b);
  const [what, has, it] = colours.length === 1 ? ["colour", "has", "it"] : ["colours", "have", "them"];
  return `its ${what} ${shown} (${count} of ${pixels} pixels) ${has} no label in ${name}; add ${it} there, or save the mask as palette or gray PNG`;
}

const BLACK = 0;

/** Every colour but black is the foreground. */
export function colourForeground(raster: Raster): Raster {
  const { data, channels } = raster;
  const labels = new Int32Array(data.length / channels);
  for (let i = 0; i < labels.length; i++) {
    const at = i * channels;
    labels[i] = colourNumber(data[at], data[at + 1], data[at + 2]) === BLACK ? 0 : 1;
  }
  if (!labels.includes(0))
    throw new Error("no pixel of it is black, so its background is unknown; save it with a black background");
  return labelRaster(raster, labels);
}

/** A raster of labels without colours. */
export function labelRaster(raster: Raster, labels: Int32Array | Uint8Array): Raster {
  const {
    palette: _palette,
    fullScale: _white,
    alpha: _alpha,
    lossy: _lossy,
    planes: _planes,
    ...rest
  } = raster;
  return { ...rest, data: labels, channels: 1 };
}
