import { agreePictures } from "@segloss/io";
import type { RawPair } from "./read-pair.ts";

/**
 * Brings the palettes of a set's masks to one order: that of the mask with most colours. Tools that save palettes anew number the colours of each
 * file for itself.
 *
 * @param problems gets a line for each mask whose colours that palette lacks
 */
export function agreeMasks(raws: readonly RawPair[], problems: string[]): RawPair[] {
  const coloured = raws.filter(({ mask }) => mask.palette);
  if (coloured.length < 2) return [...raws];
  const colours = ({ mask }: RawPair) => new Set(mask.palette!.map((colour) => colour.join())).size;
  const reference = coloured.reduce((most, raw) => (colours(raw) > colours(most) ? raw : most));
  return raws.flatMap((raw) => {
    if (!raw.mask.palette || raw === reference) return [raw];
    try {
      const names = { predicted: raw.pair.mask, truth: reference.pair.mask };
      const { predicted: mask } = agreePictures({ predicted: raw.mask, truth: reference.mask }, names);
      return [{ ...raw, mask: { ...mask, notes: (mask.notes ?? []).map(ofSet) } }];
    } catch (cause) {
      problems.push(
        `${(cause as Error).message}; or list the colours in classes.json: {"classes": ["background", ...], "colours": ["#000000", ...]}`,
      );
      return [];
    }
  });
}

function ofSet(note: string): string {
  return note.replace("than the truth's", "than others");
}
