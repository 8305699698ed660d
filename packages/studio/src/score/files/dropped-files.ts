import type { GivenFile } from "./side.ts";

/** Everything that was dropped, folders with all that is in them. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<GivenFile[]> {
  // Entries and files have to be taken before anything is waited for: the items are gone afterwards.
  const taken = [...items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  if (taken.length === 0) return [...files].map((file) => ({ path: file.name, file }));
  const found = await Promise.all(
    taken.map(({ entry, file }) => {
      if (entry) return entryFiles(entry);
      return file ? [{ path: file.name, file }] : [];
    }),
  );
  return found.flat();
}

/** What was chosen in a dialog; of folders the paths begin with their names. */
export function chosenFiles(files: FileList | null): GivenFile[] {
  return [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function entryFiles(entry: FileSystemEntry): Promise<GivenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const inside = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
  return (await Promise.all(inside.map(entryFiles))).flat();
}

/** A reader gives some of a folder's entries at a time, and none at its end. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
