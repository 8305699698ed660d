import { cutTiles, type DataSet, NAMED_SETS, type OpenOptions, openDataSet } from "../data/index.ts";

/** Tile size of folders where none is asked for. */
const USUAL_SIZE = 128;

/**
 * Opens a data set as square tiles of one size, a multiple of `multiple` where none is asked for: 128 pixels, or less
 * where all images are smaller; named sets have a size of their own.
 *
 * @param folder how files of a folder are read
 */
export async function openTiles(
  nameOrFolder: string,
  size: number | undefined,
  multiple: number,
  onProgress: (text: string) => void,
  folder: Pick<OpenOptions, "pairs" | "exif" | "geometry" | "polygons"> = {},
): Promise<DataSet> {
  const named = NAMED_SETS.find(({ name }) => name === nameOrFolder);
  const tile = size ?? named?.defaultTile;
  const whole = await openDataSet(nameOrFolder, {
    ...folder,
    onProgress,
    ...(tile !== undefined && { tile }),
  });
  return tile === undefined ? cutTiles(whole, { size: usualSize(whole, multiple) }) : whole;
}

function usualSize({ images }: DataSet, multiple: number): number {
  const largest = Math.max(...images.map(({ width, height }) => Math.max(width, height)));
  return Math.ceil(Math.min(USUAL_SIZE, largest) / multiple) * multiple;
}
