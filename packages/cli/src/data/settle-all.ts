import { type ExifChoice, isDataError } from "@segloss/io";
import { type RawPair, type ReadPair, settlePair } from "./read-pair.ts";

/**
 * Turns photographs as their sizes say, or as the option says. Where the size of one fits both ways, the others of the set decide, if
 * they agree.
 *
 * @param problems gets a line for each pair that cannot be settled
 */
export function settleAll(
  raws: readonly RawPair[],
  exif: ExifChoice | undefined,
  problems: string[],
): ReadPair[] {
  const reads = raws.map((raw) => attempt(problems, () => settlePair(raw, exif)));
  const open = raws.filter((_, k) => reads[k] === "open");
  if (open.length === 0) return reads.filter(isRead);
  const others = new Set(reads.filter(isRead).flatMap(({ as }) => as ?? []));
  if (others.size !== 1) {
    for (const { pair, image, mask } of open)
      problems.push(
        `${pair.image}: its EXIF orientation is ${image.exifOrientation ?? 1} and its mask's ${mask.exifOrientation ?? 1}, and the mask fits both ways; say --exif apply where masks were drawn on the picture as it is shown, --exif raw where on the stored pixels`,
      );
    return [];
  }
  const [as] = others;
  return raws.map((raw, k) => (reads[k] === "open" ? settlePair(raw, as) : reads[k])).filter(isRead);
}

function isRead(read: ReadPair | "open" | undefined): read is ReadPair {
  return read !== undefined && read !== "open";
}

function attempt<T>(problems: string[], settle: () => T): T | undefined {
  try {
    return settle();
  } catch (error) {
    if (!isDataError(error)) throw error;
    problems.push(error.message);
    return undefined;
  }
}
