import { mappedLabels } from "../mapped-labels.ts";
import type { Palette, Raster } from "../raster.ts";
import { labelRaster } from "./colour-labels.ts";
import { noted } from "./plain-picture.ts";
import { usedValues } from "./used-values.ts";

/** What the labels of masks with palettes of grays are. */
export type PaletteLabels = "grays" | "indices";

/** A mask as far as it says what palettes of grays hold. */
export interface SeenLabels {
  readonly palette?: Palette | undefined;
  /** Numbers that occur: indices where there is a palette. */
  readonly used: Iterable<number>;
  /** Whether its numbers are those of a picture of one channel; those of others say nothing. */
  readonly isGray: boolean;
}

/** What is known of labels without looking at masks. */
export interface ListedLabels {
  /** All labels that there are; undefined where nobody says. */
  readonly labels?: readonly number[] | undefined;
  /** Labels of pixels that are left out. */
  readonly ignore?: readonly number[];
}

/** What the masks of a set say together. */
export interface GrayPalettes {
  see(mask: SeenLabels): void;
  /** undefined where no palette holds grays that are other numbers than their indices. */
  labels(): PaletteLabels | undefined;
}

/** Grays up to this are all black to the eye, so that no palette has them to be looked at. */
const DARK = 31;
const WHITE = 255;
/** More grays than this are those of smoothed edges. */
const MOST_GRAYS = 64;

/**
 * Whether palettes of grays hold labels in their grays or in their indices. optipng gives gray masks palettes of the grays that occur,
 * file by file, where that saves bytes; others make palettes of grays so that indices can be seen. What decides, the first that says
 * something:
 * 1. where two indices of a mask have one gray, or there are more grays than classes, indices are the labels;
 * 2. the labels that are listed: grays where these are listed and some of the indices are not, and the other way round, white aside,
 *    where the masks below hold none but listed ones; and so for the ignored one;
 * 3. grays but white that are too dark to be told from black are labels;
 * 4. masks without a palette of grays: numbers of theirs but white that are indices of such palettes and no grays, or that are grays,
 *    or beyond all indices;
 * 5. palettes that give a gray two indices or an index two grays are made for each file, and their grays are labels, but even ramps;
 * 6. else indices.
 */
export function grayPalettes({ labels, ignore = [] }: ListedLabels = {}): GrayPalettes {
  // The gray of each index that occurs, and an index of each gray.
  const [indices, grays] = [new Map<number, number>(), new Map<number, number>()];
  const plain = new Set<number>();
  let [possible, isOpen, differ, allRamps, entries] = [true, false, false, true, 0];
  return {
    see({ palette, used, isGray }) {
      if (palette?.every(isGrayColour)) seePalette(palette, [...used]);
      else if (isGray) for (const value of used) plain.add(value);
    },
    labels() {
      if (!possible || grays.size > MOST_GRAYS) return "indices";
      if (!isOpen) return undefined;
      return byList() ?? byDarkness() ?? byPlainMasks() ?? (differ && !allRamps ? "grays" : "indices");
    },
  };

  function seePalette(palette: Palette, used: readonly number[]): void {
    const found = used.map((index) => palette[index] ?? []);
    possible &&= new Set(found.map(([gray]) => gray)).size === used.length;
    if (!possible) return;
    allRamps &&= palette.every(
      ([gray], index) => gray === Math.round((index * WHITE) / (palette.length - 1)),
    );
    entries = Math.max(entries, palette.length);
    for (const [k, index] of used.entries()) {
      const [gray] = found[k];
      isOpen ||= gray !== index;
      differ ||= (indices.get(index) ?? gray) !== gray || (grays.get(gray) ?? index) !== index;
      indices.set(index, gray);
      grays.set(gray, index);
    }
  }

  function byList(): PaletteLabels | undefined {
    // White marks pixels without a label, listed or not.
    const listed = new Set([...(labels ?? []), ...ignore, WHITE]);
    if (labels && [...plain].every((value) => listed.has(value))) {
      const [g, i] = [grays, indices].map((all) => [...all.keys()].every((one) => listed.has(one)));
      if (g !== i) return g ? "grays" : "indices";
    }
    const said = ignore.find((one) => grays.has(one) !== indices.has(one));
    if (said === undefined) return undefined;
    return grays.has(said) ? "grays" : "indices";
  }

  function byDarkness(): PaletteLabels | undefined {
    return [...grays.keys()].every((gray) => gray <= DARK || gray === WHITE) ? "grays" : undefined;
  }

  function byPlainMasks(): PaletteLabels | undefined {
    const values = [...plain].filter((value) => value !== 0 && value !== WHITE);
    if (values.some((value) => indices.has(value) && !grays.has(value))) return "indices";
    const areGrays = values.some((value) => value >= entries || (grays.has(value) && !indices.has(value)));
    return areGrays ? "grays" : undefined;
  }
}

function isGrayColour([red, green, blue]: readonly number[]): boolean {
  return red !== undefined && red === green && green === blue;
}

/** Whether a palette may hold gray labels, whatever of it is used: not where a colour is in it, gray and index are the same, or it has black and white alone. */
export function mayHoldGrays(palette: Palette): boolean {
  const levels = new Set(palette.map(([gray]) => gray));
  const isBlackAndWhite = [...levels].every((gray) => gray === 0 || gray === WHITE);
  return palette.every(isGrayColour) && !isBlackAndWhite && palette.some(([gray], index) => gray !== index);
}

/** What a picture of a mask says of palettes of grays. */
export function seenLabels(picture: Raster, used: Iterable<number> = usedValues(picture.data)): SeenLabels {
  const { palette, fullScale, channels } = picture;
  return { palette, used, isGray: fullScale !== undefined && channels === 1 };
}

/** The grays of a palette as labels; a mask with another palette, or none, as it is. */
export function grayLabels(raster: Raster): Raster {
  const { palette } = raster;
  if (!palette?.every(isGrayColour)) return raster;
  const grays = new Uint8Array(raster.data.length);
  const labels = mappedLabels(raster.data, (index) => palette[index]?.[0] ?? 0, grays);
  return noted(labelRaster(raster, labels), "labels are the grays of the palette");
}
