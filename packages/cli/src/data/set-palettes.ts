import {
  agreePictures,
  grayLabels,
  holdsGrayLabels,
  isGrayPalette,
  type Palette,
  type Raster,
} from "@segloss/io";
import type { ClassFile } from "./class-file.ts";
import { dataError } from "./data-error.ts";

/** Brings a mask with a palette to the labels of its set. */
export type AgreeMask = (path: string, mask: Raster) => Raster;

/** What the palettes of a set's masks say together. Tools that save palettes anew number the colours of each file for itself. */
export interface SetPalettes {
  /** Takes one mask into account. Its picture is kept only while its palette is the one with most colours. */
  see(path: string, palette: Palette | undefined, picture: () => Raster): void;
  /**
   * What is to be done with masks that have a palette; undefined where their indices are the labels. Where masks were gray before some of
   * them were given palettes, the grays are the labels; else labels go by colour, in the order of the palette with most different ones.
   * What it gives throws a DataError where a mask has colours that this palette lacks.
   */
  settle(): AgreeMask | undefined;
}

type Stated = Pick<ClassFile, "colours" | "values">;

interface Reference {
  readonly path: string;
  readonly colours: number;
  readonly picture: () => Raster;
}

/** @param stated what a class file says of colours and values */
export function setPalettes(stated: Stated = {}): SetPalettes {
  const grays = grayPalettes(stated);
  let most: Reference | undefined;
  let coloured = 0;
  return {
    see(path, palette, picture) {
      grays.see(palette);
      if (!palette) return;
      coloured++;
      const colours = new Set(palette.map((colour) => colour.join())).size;
      if (!most || colours > most.colours) most = { path, colours, picture };
    },
    settle() {
      if (grays.areLabels()) return (_, mask) => withNotes(grayLabels(mask));
      if (coloured < 2) return undefined;
      const { path: reference, picture } = most!;
      return (path, mask) => (path === reference ? mask : byColour({ path, mask }, reference, picture()));
    },
  };
}

/**
 * Whether the masks of a set were gray before some of them were given palettes: all palettes hold grays, and other masks are gray without
 * a palette, or palettes number grays differently, or the grays are the values that a class file lists.
 */
export interface GrayPalettes {
  /** Takes the palette of a mask into account; undefined is one of a gray mask that has none. */
  see(palette: Palette | undefined): void;
  areLabels(): boolean;
}

export function grayPalettes({ colours, values }: Stated = {}): GrayPalettes {
  const indices = new Map<number, number>();
  let [isGray, hasPlain, differ, hold] = [colours === undefined, false, false, false];
  const areListed = () => [...indices].every(([gray]) => values!.includes(gray));
  return {
    see(palette) {
      if (!palette) {
        hasPlain = true;
        return;
      }
      isGray &&= isGrayPalette(palette);
      hold ||= holdsGrayLabels(palette);
      for (const [gray, index] of firstIndices(palette)) {
        differ ||= (indices.get(gray) ?? index) !== index;
        indices.set(gray, index);
      }
    },
    areLabels: () => isGray && hold && (hasPlain || differ || (values !== undefined && areListed())),
  };
}

/** The first index of each gray: palettes are often filled up with black. */
function firstIndices(palette: Palette): Map<number, number> {
  return new Map(palette.map(([gray], index) => [gray, index] as const).reverse());
}

function byColour({ path, mask }: { path: string; mask: Raster }, reference: string, truth: Raster): Raster {
  try {
    const { predicted } = agreePictures({ predicted: mask, truth }, { predicted: path, truth: reference });
    return withNotes(predicted);
  } catch (cause) {
    throw dataError(
      `${(cause as Error).message}; or list the colours in classes.json: {"classes": ["background", ...], "colours": ["#000000", ...]}`,
      cause,
    );
  }
}

function withNotes(mask: Raster): Raster {
  return {
    ...mask,
    notes: (mask.notes ?? []).map((note) => note.replace("than the truth's", "than others")),
  };
}
