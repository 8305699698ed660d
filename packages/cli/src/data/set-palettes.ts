import { agreePictures, grayLabels, grayPalettes, type Raster, type SeenLabels } from "@segloss/io";
import type { ClassFile } from "./class-file.ts";
import { dataError } from "./data-error.ts";
import { listedLabels } from "./listed-labels.ts";

/** Brings a mask with a palette to the labels of its set. */
export type AgreeMask = (path: string, mask: Raster) => Raster;

/** What the palettes of a set's masks say together. Tools that save palettes anew number the colours of each file for itself. */
export interface SetPalettes {
  /** Takes one mask into account. Its picture is kept only while its palette is the one with most colours. */
  see(path: string, mask: SeenLabels, picture: () => Raster): void;
  /**
   * What is to be done with masks that have a palette; undefined where their indices are the labels. Palettes of grays may hold gray
   * labels (`grayPalettes`); else labels go by colour, in the order of the palette with most different ones. What it gives throws a
   * DataError where a mask has colours that this palette lacks.
   */
  settle(): AgreeMask | undefined;
}

interface Reference {
  readonly path: string;
  readonly colours: number;
  readonly picture: () => Raster;
}

/** @param stated what a class file and the options say of the masks */
export function setPalettes(stated: ClassFile): SetPalettes {
  const grays = grayPalettes(listedLabels(stated));
  let most: Reference | undefined;
  let coloured = 0;
  return {
    see(path, mask, picture) {
      grays.see(mask);
      if (!mask.palette) return;
      coloured++;
      const colours = new Set(mask.palette.map((colour) => colour.join())).size;
      if (!most || colours > most.colours) most = { path, colours, picture };
    },
    settle() {
      // A list of colours has said already what they mean.
      if (!stated.colours && grays.labels() === "grays") return (_, mask) => withNotes(grayLabels(mask));
      if (coloured < 2) return undefined;
      const { path: reference, picture } = most!;
      return (path, mask) => (path === reference ? mask : byColour({ path, mask }, reference, picture()));
    },
  };
}

function byColour({ path, mask }: { path: string; mask: Raster }, reference: string, truth: Raster): Raster {
  try {
    const names = { predicted: path, truth: reference };
    return withNotes(agreePictures({ predicted: mask, truth }, names, { palettes: "indices" }).predicted);
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
