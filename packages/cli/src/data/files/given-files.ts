import { formatList, formatOf, type Source } from "@segloss/io";
import { dataError } from "../data-error.ts";
import type { FileSystem } from "./file-system.ts";
import { SLASH_PATHS } from "./slash-paths.ts";

/** Files up to this many bytes are read at once, as they are the faster way. */
const AT_ONCE = 2 ** 24;

/**
 * Files that somebody handed over, such as those dropped onto a page.
 *
 * @param files by their path, with `/` between its parts; folders are what stands before one
 */
export function givenFiles(files: ReadonlyMap<string, Blob>): FileSystem {
  const folders = foldersOf(files);
  const keyOf = (path: string) => SLASH_PATHS.resolve(path).replace(/^\.$/, "");
  const bytesBelow = async (file: Blob | undefined, range?: Range) => {
    if (!file || !range) return file && bytesOf(file);
    const start = "offset" in range ? range.offset : Math.max(0, file.size - range.suffixLength);
    return bytesOf(file.slice(start, "offset" in range ? start + range.length : file.size));
  };
  const folderSource = (path: string): Source => {
    const none = async () => new Uint8Array(0);
    return {
      ...{ name: SLASH_PATHS.basename(path), size: 1, read: none, slice: none },
      sibling: async () => undefined,
      below: (name, range) => {
        const inside = name.split("/").filter((part) => part !== ".." && part !== "");
        return bytesBelow(files.get([keyOf(path), ...inside].join("/")), range);
      },
    };
  };
  const source = async (path: string): Promise<Source> => {
    const [key, file] = [keyOf(path), files.get(keyOf(path))];
    if (file)
      return {
        ...{ name: SLASH_PATHS.basename(path), size: file.size, ...bytesFrom(file) },
        sibling: async (name) => {
          const other = SLASH_PATHS.join(SLASH_PATHS.dirname(path), SLASH_PATHS.basename(name));
          return files.has(keyOf(other)) ? source(other) : undefined;
        },
      };
    if (folders.has(key) && formatOf(path)) return folderSource(path);
    if (folders.has(key)) throw dataError(`${path}: it is a folder, not a file; expected ${formatList()}`);
    throw dataError(`${path}: no such file; check the path`);
  };
  return {
    ...{ ...SLASH_PATHS, source },
    kindOf: async (path) => {
      if (folders.has(keyOf(path))) return "folder";
      return files.has(keyOf(path)) ? "file" : undefined;
    },
    list: async (folder) => {
      const inside = folders.get(keyOf(folder));
      if (!inside) throw missing(folder);
      return [...inside].map(([name, isFolder]) => ({ name, isFolder }));
    },
    text: async (path) => {
      const file = files.get(keyOf(path));
      if (!file) throw missing(path);
      return file.text();
    },
    head: async (path, bytes) => bytesOf(files.get(keyOf(path))?.slice(0, bytes) ?? new Blob([])),
  };
}

type Range = Parameters<NonNullable<Source["below"]>>[1];

/** The entries of each folder, and whether they are folders, by its path. */
function foldersOf(files: ReadonlyMap<string, Blob>): ReadonlyMap<string, Map<string, boolean>> {
  const folders = new Map([["", new Map<string, boolean>()]]);
  for (const path of files.keys()) {
    const parts = path.split("/");
    for (const [k, name] of parts.entries()) {
      const above = parts.slice(0, k).join("/");
      const entries = folders.get(above) ?? new Map<string, boolean>();
      folders.set(above, entries.set(name, k < parts.length - 1));
    }
  }
  return folders;
}

function bytesFrom(file: Blob): Pick<Source, "read" | "slice"> {
  let whole: Promise<Uint8Array> | undefined;
  const read = () => {
    whole ??= bytesOf(file);
    return whole;
  };
  if (file.size <= AT_ONCE) return { read, slice: async (start, end) => (await read()).subarray(start, end) };
  return { read: () => bytesOf(file), slice: (start, end) => bytesOf(file.slice(start, end)) };
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

function missing(path: string): Error {
  return Object.assign(new Error(`${path}: no such file or folder`), { code: "ENOENT" });
}
