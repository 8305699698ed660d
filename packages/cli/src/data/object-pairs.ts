import { formatOf } from "@segloss/io";
import { dataError } from "./data-error.ts";
import type { DataProblem } from "./data-problem.ts";
import type { FileSystem } from "./files/file-system.ts";
import { namesIn } from "./files/names-in.ts";
import { listedError } from "./listed-error.ts";
import type { Pair, Pairs } from "./pair.ts";

/** `ID/images/ID.png` with one file per object in `ID/masks`, as the Data Science Bowl of 2018 has them; undefined where no folder is so. */
export async function objectPairs(
  fs: FileSystem,
  folder: string,
  folders: readonly string[],
): Promise<Pairs | undefined> {
  const pairs: Pair[] = [];
  const problems: DataProblem[] = [];
  for (const stem of folders.filter((name) => !name.startsWith(".")).sort()) {
    const inside = await namesIn(fs, fs.join(folder, stem));
    const [images, masks] = ["images", "masks"].map((name) =>
      inside.find((one) => one.toLowerCase() === name),
    );
    if (!images || !masks) continue;
    const place = fs.join(folder, stem, images);
    const readable = (await namesIn(fs, place)).filter((name) => formatOf(name)).sort();
    if (readable.length === 1)
      pairs.push({
        stem,
        image: fs.join(place, readable[0]),
        mask: fs.join(folder, stem, masks),
        objects: true,
      });
    else problems.push({ file: place, message: wrongCount(place, readable.length) });
  }
  if (pairs.length + problems.length === 0) return undefined;
  return { pairs, notes: [], ...(problems.length > 0 && { problems, fault: faultOf(folder, problems) }) };
}

function wrongCount(place: string, count: number): string {
  return `${place}: ${count} images; expected one, with its objects in masks/`;
}

function faultOf(folder: string, problems: readonly DataProblem[]): Error {
  const lines = problems.map(({ message }) => message);
  if (lines.length === 1) return dataError(lines[0]);
  return listedError(`${folder}: ${lines.length} of its folders hold no image or several, see above`, lines);
}
