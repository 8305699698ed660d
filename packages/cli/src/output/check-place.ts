import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { dataError } from "../data/data-error.ts";

/**
 * Refuses a file that could not be written, before the work for it starts: its folder must be there.
 *
 * @param option which names the file
 * @param extension of the file, with the dot, where only one will do
 */
export async function checkFilePlace(option: string, path: string, extension = ""): Promise<void> {
  if (path === "") throw dataError(`${option}: expected the name of a file, got an empty one`);
  const refuse = (reason: string) => dataError(`${option} ${path}: ${reason}`);
  if (path.endsWith("/") || (await kindOf(path)) === "folder")
    throw refuse("expected a file to write, got a folder; add a name to it");
  if (extension && extname(path).toLowerCase() !== extension)
    throw refuse(`what is written is ${extension}; name the file so`);
  const folder = dirname(path);
  const kind = await kindOf(folder);
  if (kind === "nothing")
    throw refuse(`there is no folder ${folder} to write it in; make the folder, or choose another place`);
  if (kind === "file") throw refuse(`${folder} is a file, not a folder; choose another place`);
  if (!(await writable(folder))) throw refuse(`no permission to write in ${folder}; choose another place`);
}

/** Refuses a folder that could neither be made nor be written in, before the work for it starts. */
export async function checkFolderPlace(option: string, path: string): Promise<void> {
  if (path === "") throw dataError(`${option}: expected the name of a folder, got an empty one`);
  const there = await nearest(path);
  const refuse = (reason: string) =>
    dataError(`${option}: the folder ${path} cannot be made: ${reason}; choose another place`);
  if ((await kindOf(there)) === "file") throw refuse(`${there} is a file`);
  if (!(await writable(there))) throw refuse(`no permission to write in ${there}`);
}

/** The path or the first of the folders around it that is there. */
async function nearest(path: string): Promise<string> {
  let there = path;
  while ((await kindOf(there)) === "nothing" && dirname(there) !== there) there = dirname(there);
  return there;
}

async function kindOf(path: string): Promise<"folder" | "file" | "nothing"> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return "nothing";
  return found.isDirectory() ? "folder" : "file";
}

async function writable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** The folder of an output, made where it is not there. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw dataError(
      `-o: the folder ${path} cannot be made (${(cause as NodeJS.ErrnoException).code}); choose another place`,
      cause,
    );
  }
}
