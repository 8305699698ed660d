import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { formatList, formatOf, stemOf } from "@segloss/io";
import { dataError, firstFew } from "./data-error.ts";

/** An image file and the mask file of the same stem. */
export interface Pair {
  stem: string;
  image: string;
  mask: string;
}

/** Pairs `images/` and `masks/` of a folder by file name without extension; throws where they do not match. */
export async function findPairs(folder: string): Promise<Pair[]> {
  const images = await filesByStem(join(folder, "images"));
  const masks = await filesByStem(join(folder, "masks"));
  const unmasked = [...images.keys()].filter((stem) => !masks.has(stem));
  const unpictured = [...masks.keys()].filter((stem) => !images.has(stem));
  if (unmasked.length + unpictured.length > 0)
    throw dataError(
      `${folder}: images/ and masks/ do not pair: ${lacking(unmasked, "image", "mask")}${
        unmasked.length && unpictured.length ? "; " : ""
      }${lacking(unpictured, "mask", "image")}. A mask has the file name of its image, the extension may differ`,
    );
  return [...images].map(([stem, image]) => ({ stem, image, mask: masks.get(stem)! }));
}

/** `2 images without a mask (a, b)`, or nothing. */
function lacking(stems: readonly string[], has: string, lacks: string): string {
  if (stems.length === 0) return "";
  const article = lacks === "image" ? "an" : "a";
  return `${stems.length} ${has}${stems.length > 1 ? "s" : ""} without ${article} ${lacks} (${firstFew(stems)})`;
}

/** Readable files of a folder by stem, in order of name; other files are passed over. */
async function filesByStem(folder: string): Promise<Map<string, string>> {
  const names = (await list(folder)).filter((name) => !name.startsWith(".") && formatOf(name)).sort();
  const files = new Map<string, string>();
  for (const name of names) {
    const stem = stemOf(name);
    if (files.has(stem))
      throw dataError(`${folder}: two files are called ${stem} (${name} and another); keep one of them`);
    files.set(stem, join(folder, name));
  }
  if (files.size === 0) throw dataError(`${folder}: no readable file; expected ${formatList()}`);
  return files;
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw dataError(
      `${folder}: no such folder; a data set is a folder with images/ and masks/, paired by file name`,
      cause,
    );
  }
}
