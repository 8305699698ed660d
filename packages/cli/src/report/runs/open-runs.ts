import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { parseResults } from "../../compare/results-file/results-text.ts";
import { dataError } from "../../data/data-error.ts";
import { readPictures } from "../comparison/store-pictures.ts";
import type { Run } from "./run.ts";

/** Opens comparisons by their folders or results.json files. @throws DataError where one is none, or is of another version */
export async function openRuns(paths: readonly string[]): Promise<Run[]> {
  const files = await Promise.all(paths.map(resultsFile));
  const names = files.map((file) => basename(dirname(resolve(file))));
  const distinct = new Set(names).size === names.length ? names : files.map(dirname);
  return Promise.all(
    files.map(async (file, k) => {
      const results = parseResults(await readText(file), file);
      const pictures = await readPictures(dirname(file), results.plan.data.fingerprint);
      return { name: distinct[k], results, pictures };
    }),
  );
}

async function resultsFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw dataError(`${path}: there is no such file or folder; expected what segloss compare wrote`);
  return found.isDirectory() ? join(path, "results.json") : path;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw dataError(
      code === "ENOENT"
        ? `${file}: there is no such file; expected a folder that segloss compare wrote`
        : `${file}: cannot be read (${code}); check its permissions`,
      cause,
    );
  }
}
