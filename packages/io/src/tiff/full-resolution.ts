import type { Directory } from "./directory.ts";
import { type FileLayout, readDirectory } from "./directory.ts";

const REDUCED = 1;
const MASK = 4;
const OLD_REDUCED = 2;

/** The pages of the picture itself. */
export interface FullResolution {
  readonly directories: readonly Directory[];
  /** What was left out, for the user. */
  readonly notes: readonly string[];
}

/**
 * Leaves out pages that show the same again: smaller copies (overviews, thumbnails) and transparency masks. Camera files
 * have the thumbnail in the chain and the picture below it.
 */
export async function fullResolution(file: FileLayout, chain: readonly Directory[]): Promise<FullResolution> {
  const full = chain.filter(isFull);
  const directories = full.length > 0 ? full : (await below(file, chain)).filter(isFull);
  if (directories.length === 0) throw new Error("it holds thumbnails only");
  const largest = directories.filter((one) => !isCopyOf(one, directories[0]));
  const left = chain.length - largest.length;
  if (left <= 0 || full.length === 0) return { directories: largest, notes: [] };
  const pages = left === 1 ? "1 page" : `${left} pages`;
  return { directories: largest, notes: [`${pages} of lower resolution or transparency left out`] };
}

function isFull(directory: Directory): boolean {
  const kind = directory.number("newSubfileType", 0);
  return (kind & (REDUCED | MASK)) === 0 && directory.number("oldSubfileType", 1) !== OLD_REDUCED;
}

/** Pages that hang below others. */
async function below(file: FileLayout, chain: readonly Directory[]): Promise<Directory[]> {
  const offsets = new Set(chain.flatMap((directory) => directory.numbers("subDirectories") ?? []));
  const found: Directory[] = [];
  for (const at of offsets) found.push(await readDirectory(file, at));
  return found;
}

/** Overviews without a mark are smaller along both axes and have the first page's proportions. */
function isCopyOf(directory: Directory, first: Directory): boolean {
  const [width, height] = [directory.number("width", 0), directory.number("height", 0)];
  const [across, down] = [first.number("width", 0), first.number("height", 0)];
  if (width >= across || height >= down) return false;
  const scale = Math.max(width / across, height / down);
  // Sizes are rounded up or down at each halving.
  return Math.abs(across * scale - width) < 2 && Math.abs(down * scale - height) < 2;
}
