import type { Source } from "@segloss/io";
import type { GivenFile } from "./side.ts";

/** Files up to this many bytes are read at once, as they are the faster way. */
const AT_ONCE = 2 ** 24;

/**
 * A file of a page as readers take it, or a folder that is one image.
 *
 * @param path of the mask, below what was given
 * @param files all that was given with it
 */
export function fileSource(path: string, files: readonly GivenFile[]): Source | undefined {
  const given = files.find((one) => one.path === path);
  if (given) return oneFile(given, files);
  return files.some((one) => one.path.startsWith(`${path}/`)) ? folder(path, files) : undefined;
}

function oneFile({ path, file }: GivenFile, files: readonly GivenFile[]): Source {
  let whole: Promise<Uint8Array> | undefined;
  const read = () => {
    whole ??= bytesOf(file);
    return whole;
  };
  const isSmall = file.size <= AT_ONCE;
  return {
    ...{ name: lastPart(path), size: file.size },
    read: isSmall ? read : () => bytesOf(file),
    slice: async (start, end) =>
      isSmall ? (await read()).subarray(start, end) : bytesOf(file.slice(start, end)),
    sibling: async (name) => {
      const other = files.find((one) => one.path === besideOf(path, lastPart(name)));
      return other && oneFile(other, files);
    },
  };
}

function folder(path: string, files: readonly GivenFile[]): Source {
  const none = async () => new Uint8Array(0);
  return {
    ...{ name: lastPart(path), size: 1, read: none, slice: none },
    sibling: async () => undefined,
    below: async (name, range) => {
      const inside = name.split("/").filter((part) => part !== ".." && part !== "");
      const found = files.find((one) => one.path === [path, ...inside].join("/"))?.file;
      if (!found) return undefined;
      if (!range) return bytesOf(found);
      const start = "offset" in range ? range.offset : Math.max(0, found.size - range.suffixLength);
      return bytesOf(found.slice(start, "offset" in range ? start + range.length : found.size));
    },
  };
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function besideOf(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1) + name;
}
