import { stemOf } from "@segloss/io";
import { dataError } from "../../data/data-error.ts";

/** Name of the file that says which images belong together. */
export const GROUPS_FILE = "groups.csv";

const SHAPE =
  "expected a line an image, its name and its group with a comma between: patient01_003,patient01";

/** Names stand with or without their extension; a first line `name,group` or the like is a heading. */
export function parseGroups(text: string, path: string): ReadonlyMap<string, string> {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const groups = new Map<string, string>();
  for (const [k, line] of lines.entries()) {
    if (line.trim() === "" || (k === 0 && /^\s*"?(?:name|image|file|id)\w*"?\s*,/i.test(line))) continue;
    const [name, group, ...more] = fields(line);
    if (!name || !group || more.length > 0)
      throw dataError(`${path}: line ${k + 1} is ${JSON.stringify(line)}; ${SHAPE}`);
    const stem = name.slice(0, name.lastIndexOf("/") + 1) + stemOf(name);
    const other = groups.get(stem);
    if (other !== undefined && other !== group)
      throw dataError(
        `${path}: line ${k + 1} puts ${name} into the group ${group}, and a line before into ${other}; keep one of them`,
      );
    groups.set(stem, group);
  }
  return groups;
}

/** Fields of a line of CSV: quotes may hold commas, and quotes twice. */
function fields(line: string): string[] {
  const found = [...line.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g)];
  return found.map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain).trim());
}
