import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

/**
 * A message with `npm install` lines made such that this command finds what they install: beside itself, which for one that
 * is installed globally, or that npx has fetched, is not the folder that it works in.
 *
 * @param from a file of the command
 * @param folder where the line is typed
 */
export function installHere(
  message: string,
  from: string = fileURLToPath(import.meta.url),
  folder: string = process.cwd(),
): string {
  return message.replaceAll("npm install ", () => `${installer(from, folder)} `);
}

function installer(from: string, folder: string): string {
  const at = from.search(/[\\/]node_modules[\\/]/);
  if (at < 0) return "npm install";
  // What npx fetched is left for what the project has, so the command itself has to be in there.
  if (/[\\/]_npx[\\/]/.test(from)) return "npm install @segloss/cli";
  const place = from.slice(0, at);
  if (!existsSync(join(place, "package.json"))) return `npm install --global${prefix(place)}`;
  return projectOf(folder) === place ? "npm install" : `npm install --prefix ${JSON.stringify(place)}`;
}

/** Where global packages are, unless it is the folder of Node: there npm installs to by itself. On Windows they lie elsewhere. */
function prefix(place: string): string {
  const above = dirname(place);
  const isUsual = basename(place) !== "lib" || above === dirname(dirname(execPath));
  return isUsual ? "" : ` --prefix ${JSON.stringify(above)}`;
}

/** Where npm installs to. */
function projectOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "package.json")) || existsSync(join(at, "node_modules"))) return at;
    if (at === dirname(at)) return folder;
  }
}
