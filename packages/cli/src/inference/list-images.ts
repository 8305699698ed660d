import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve, sep } from "node:path";
import { formatOf, stemOf } from "@segloss/io";
import { dataError } from "../data/data-error.ts";
import { DISK } from "../data/files/disk.ts";
import { listMasks } from "../data/list-masks.ts";

/** An image to be predicted: its file, or the files of its channels. */
export interface ImageFile {
  readonly stem: string;
  readonly image: string;
  /** Where each channel has a file of its own; `image` is the first. */
  readonly channels?: readonly string[];
}

export interface ImageFiles {
  readonly images: readonly ImageFile[];
  /** One line for each file that is passed over because another has its name. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  /** Whether one file was asked for, not a folder. */
  readonly isOne: boolean;
}

/**
 * The images of a folder, or the one file.
 *
 * @param channels of the network: where it has several, `case_0000`, `case_0001` are the channels of `case`, as nnU-Net has them
 * @throws DataError where there is nothing to read
 */
export async function listImages(path: string, channels: number): Promise<ImageFiles> {
  const found = await stat(path).catch((cause) => {
    throw dataError(`${path}: no such file or folder; expected images`, cause);
  });
  if (!found.isDirectory() || formatOf(path))
    return { images: [{ stem: stemOf(basename(path)), image: path }], problems: [], notes: [], isOne: true };
  await refuseDataSet(path);
  const { files, problems, notes } = await listMasks(DISK, path);
  const single = [...files].map(([stem, image]) => ({ stem, image }));
  return { images: withChannels(single, channels) ?? single, problems, notes, isOne: false };
}

async function refuseDataSet(folder: string): Promise<void> {
  const names = await readdir(folder);
  const images = names.find((name) => /^(images|imagestr|imagests|image|imgs)$/i.test(name));
  if (images && !names.some((name) => formatOf(name)))
    throw dataError(`${folder}: its images are in ${join(folder, images)}; give that folder`);
}

function withChannels(files: readonly ImageFile[], channels: number): ImageFile[] | undefined {
  const cases = new Map<string, string[]>();
  for (const { stem, image } of files) {
    const match = /^(.+)_\d{4}$/.exec(stem);
    if (!match || channels === 1) return undefined;
    cases.set(match[1], [...(cases.get(match[1]) ?? []), image]);
  }
  return [...cases].map(([stem, paths]) => ({
    stem,
    image: paths[0],
    ...(paths.length > 1 && { channels: paths }),
  }));
}

/**
 * Refuses a place where what is written would be read as an image next time, or stand in the place of one.
 *
 * @throws DataError
 */
export function checkApart(output: string, images: string, isOne: boolean): void {
  const [to, from] = [resolve(output), resolve(images)];
  if (to === from)
    throw dataError(`-o ${output}: these are the images themselves; choose another place for the masks`);
  if (!isOne && to.startsWith(from + sep))
    throw dataError(
      `-o ${output}: it is inside of the images (${images}); choose another place for the masks`,
    );
}
