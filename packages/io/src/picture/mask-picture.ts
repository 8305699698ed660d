import { mappedLabels } from "../mapped-labels.ts";
import type { Raster } from "../raster.ts";
import { type ColourSource, colourForeground, colourLabels, labelRaster } from "./colour-labels.ts";
import { colourText, paletteColours } from "./colour-table.ts";
import { grayLabels, type PaletteLabels } from "./gray-palette.ts";
import { cutSmoothEdges, noted, plainPicture } from "./plain-picture.ts";
import { asSlices } from "./planes.ts";
import { usedValues } from "./used-values.ts";

/** How a mask in colours is read. */
export interface MaskPictureOptions {
  /** The label of each colour. */
  readonly colours?: ColourSource;
  /** Where palettes of grays have their labels, as a whole set has decided; absent: two masks beside each other decide. */
  readonly palettes?: PaletteLabels;
  /** Whether every colour but black is the one foreground; absent where that cannot be asked for. */
  readonly foreground?: boolean;
  /** Whether smoothed edges stay, for callers that look for them when they know the labels. */
  readonly keepEdges?: boolean;
}

/**
 * The picture of a mask with labels in place of colours where they are known: by a table of colours, as one foreground, or as slices
 * that were stored like colours. Palettes stay: their indices are labels.
 *
 * @throws Error where colours have no labels
 */
export function maskPicture(raster: Raster, options: MaskPictureOptions = {}): Raster {
  const picture = plainPicture(raster);
  const cut = options.keepEdges ? picture : cutSmoothEdges(picture);
  const plain = options.palettes === "grays" ? grayLabels(cut) : cut;
  if (!isColoured(plain)) return options.colours && plain.palette ? byColour(plain, options.colours) : plain;
  if (options.colours) return colourLabels(plain, options.colours);
  if (plain.planes) return noted(asSlices(plain), "its colour planes are read as slices of a stack");
  if (options.foreground) return colourForeground(plain);
  throw new Error(options.foreground === undefined ? COLOURS : `${COLOURS}, ${OR_FOREGROUND}`);
}

const COLOURS =
  'it holds colours where class indices are expected; save it as palette or gray PNG whose values are the indices, or list the colours in labelmap.txt or classes.json ("colours")';
const OR_FOREGROUND = "or take every colour but black as one class with --labels foreground";

/** Whether three channels of a picture differ anywhere. */
export function isColoured({ data, channels, fullScale, planes }: Raster): boolean {
  if (channels < 3 || (fullScale === undefined && !planes)) return false;
  for (let i = 0; i < data.length; i += channels)
    for (let c = 1; c < channels; c++) if (data[i + c] !== data[i]) return true;
  return false;
}

/**
 * Palette indices as the labels that a table gives their colours. Where it has not all of them, indices stand as long as they are those of
 * the colours that it has.
 */
function byColour(raster: Raster, { table, name }: ColourSource): Raster {
  const colours = paletteColours(raster.palette!);
  const used = [...usedValues(raster.data)];
  const moved = used.filter((index) => (table.get(colours[index]) ?? index) !== index);
  if (moved.length === 0) return raster;
  const unknown = used.find((index) => !table.has(colours[index]));
  if (unknown !== undefined)
    throw new Error(
      `its palette has colours of ${name} at other indices, and ${colourText(colours[unknown])} besides, which has no label there; add it there, or save all masks with one palette`,
    );
  const labels = mappedLabels(
    raster.data,
    (index) => table.get(colours[index]) ?? 0,
    new Int32Array(raster.data.length),
  );
  return noted(labelRaster(raster, labels), `its labels go by colour, as in ${name}`);
}
