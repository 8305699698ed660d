import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "../../output/write-whole.ts";
import { clearPictures } from "./clear-pictures.ts";
import { NO_PICTURES, type PicturedImage, type Pictures } from "./pictures.ts";

const FOLDER = "pictures";
const INDEX = "index.json";

/** What stands in index.json: the same as `Pictures`, with names of files for their bytes. */
interface StoredPictures extends Pick<Pictures, "fingerprint" | "colours"> {
  readonly version: 1;
  readonly images: readonly (Pick<PicturedImage, "image" | "why"> & {
    readonly photograph: string;
    readonly truth: string;
    readonly predictions: readonly {
      readonly loss: string;
      readonly classes: string;
      readonly errors: string;
    }[];
  })[];
}

/** Writes pictures as PNG files into `pictures/` of a comparison; what an earlier one left there goes first. */
export async function storePictures(output: string, pictures: Pictures): Promise<void> {
  const folder = join(output, FOLDER);
  await clearPictures(folder);
  if (pictures.images.length === 0) return;
  await mkdir(folder, { recursive: true });
  const write = async (name: string, bytes: Uint8Array) => {
    await writeWhole(join(folder, name), bytes);
    return name;
  };
  const images = await Promise.all(
    pictures.images.map(async ({ image, why, photograph, truth, predictions }) => ({
      ...{ image, why },
      photograph: await write(`${image}-image.png`, photograph),
      truth: await write(`${image}-truth.png`, truth),
      predictions: await Promise.all(
        predictions.map(async ({ loss, classes, errors }, k) => ({
          loss,
          classes: await write(`${image}-${k}-classes.png`, classes),
          errors: await write(`${image}-${k}-errors.png`, errors),
        })),
      ),
    })),
  );
  const { fingerprint, colours } = pictures;
  const stored: StoredPictures = { version: 1, fingerprint, colours, images };
  await writeWhole(join(folder, INDEX), `${JSON.stringify(stored)}\n`);
}

/** Pictures beside a comparison's results; none where there are none, or where they are of other data. */
export async function readPictures(output: string, fingerprint: string): Promise<Pictures> {
  const folder = join(output, FOLDER);
  const text = await readFile(join(folder, INDEX), "utf8").catch(() => undefined);
  if (text === undefined) return NO_PICTURES;
  const stored = JSON.parse(text) as StoredPictures;
  if (stored.version !== 1 || stored.fingerprint !== fingerprint) return NO_PICTURES;
  // Names only: a file elsewhere is none of ours.
  const read = async (name: string) =>
    new Uint8Array(await readFile(join(folder, name.replace(/^.*[\\/]/, ""))));
  const images = await Promise.all(
    stored.images.map(async ({ image, why, photograph, truth, predictions }) => ({
      ...{ image, why },
      ...{ photograph: await read(photograph), truth: await read(truth) },
      predictions: await Promise.all(
        predictions.map(async ({ loss, classes, errors }) => ({
          ...{ loss, classes: await read(classes), errors: await read(errors) },
        })),
      ),
    })),
  );
  return { fingerprint, colours: stored.colours, images };
}
