import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeNpy, encodeNpy } from "@segloss/io";
import { cachedFolder } from "../cache.ts";
import { dataError } from "../data-error.ts";
import { readRaster } from "../read-file.ts";
import { areaAverage } from "./area-average.ts";
import { earthClasses } from "./earth-classes.ts";
import { unpackNpmFiles } from "./npm-package.ts";

/** Size of the map in pixels; 0.225 degrees each. */
export const EARTH_WIDTH = 1600;
export const EARTH_HEIGHT = 800;

const PACKAGE = {
  spec: "three-globe@2.45.2",
  integrity:
    "sha512-3qJE2LAdyHsUPt02mgMRc+PG3j9kGEA0fUYrwKPGIVtvMR1XjDn9hCXu31AWocdgHOFcXkrRVz7jJZzTIvR0eQ==",
};
const PHOTOGRAPH = "earth-blue-marble.jpg";
const WATER = "earth-water.png";
// Raise the number when the way the arrays are made changes.
const DERIVED = "earth-1";

export interface EarthMap {
  /** [800, 1600, 3], 0 to 1. */
  image: Float32Array;
  /** [800, 1600], indices of `EARTH_CLASSES`. */
  mask: Uint8Array;
}

/** The whole map: from the cache, else made from the package's files, which are fetched when the cache lacks them. */
export async function readEarth(
  cache: string,
  onProgress: (text: string) => void = () => {},
): Promise<EarthMap> {
  const folder = await cachedFolder(join(cache, DERIVED), (temporary) =>
    derive(cache, temporary, onProgress),
  );
  try {
    return await readDerived(folder);
  } catch {
    // A damaged cache is made again; the fetched files were checked when they came.
    await rm(folder, { recursive: true, force: true });
    await cachedFolder(folder, (temporary) => derive(cache, temporary, onProgress));
    return readDerived(folder);
  }
}

async function readDerived(folder: string): Promise<EarthMap> {
  const image = decodeNpy(await readFile(join(folder, "image.npy")));
  const mask = decodeNpy(await readFile(join(folder, "mask.npy")));
  return { image: image.data as Float32Array, mask: mask.data as Uint8Array };
}

async function derive(cache: string, folder: string, onProgress: (text: string) => void): Promise<void> {
  const source = await fetchSource(cache, onProgress);
  onProgress("averaging the photograph to 1600x800");
  const photograph = await readRaster(join(source, PHOTOGRAPH));
  const image = areaAverage(photograph, EARTH_WIDTH, EARTH_HEIGHT).map((value) => value / 255);
  const water = await readRaster(join(source, WATER));
  const gray = Uint8Array.from(
    { length: water.width * water.height },
    (_, i) => water.data[i * water.channels],
  );
  const mask = earthClasses(gray, EARTH_WIDTH, EARTH_HEIGHT);
  const shape = [EARTH_HEIGHT, EARTH_WIDTH];
  await writeFile(join(folder, "image.npy"), encodeNpy({ data: image, shape: [...shape, 3] }));
  await writeFile(join(folder, "mask.npy"), encodeNpy({ data: mask, shape }));
}

async function fetchSource(cache: string, onProgress: (text: string) => void): Promise<string> {
  return cachedFolder(join(cache, PACKAGE.spec), async (temporary) => {
    onProgress(`fetching ${PACKAGE.spec} (12.5 MB) through npm's configuration`);
    await unpackNpmFiles(
      PACKAGE,
      [`example/img/${PHOTOGRAPH}`, `example/img/${WATER}`, "LICENSE"],
      temporary,
    ).catch((cause) => {
      throw fetchError(cause, cache);
    });
  });
}

function fetchError(cause: unknown, cache: string): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const remedy = "nuclei is a data set that needs no network";
  if (code === "EINTEGRITY")
    return dataError(
      `earth: the registry's ${PACKAGE.spec} is not the package that is expected (its integrity differs); ${remedy}`,
      cause,
    );
  return dataError(
    `earth: ${PACKAGE.spec} is not in the cache (${cache}) and could not be fetched (${code ?? message}); ` +
      `check the network and npm's registry setting, or use another set: ${remedy}`,
    cause,
  );
}
