import { memorySource, type OpenedSet, simulateNuclei } from "@segloss/cli/training";
import type { DataAsked } from "./messages.ts";

/** Numbers of images that are taken from a server at most, in bytes: a page has little memory. */
const MOST_BYTES = 2 ** 28;

/** Opens images and their truth. What only files or a server need is loaded when they are asked for. */
export async function openData(
  asked: DataAsked,
  onDone: (done: number, of: number) => void,
): Promise<OpenedSet> {
  if (asked.kind === "nuclei") return openNuclei(asked.count);
  if (asked.kind === "files") {
    const { readFiles } = await import("./read-files.ts");
    return readFiles(asked.files, onDone);
  }
  return openServed(asked.base, onDone);
}

/** The same images as `segloss compare nuclei`. */
function openNuclei(count: number): OpenedSet {
  const source = memorySource(simulateNuclei({ count }));
  return {
    source,
    groups: source.images.map(({ group }) => group),
    facts: { scored: [1], thin: [], observers: null, notes: [] },
  };
}

async function openServed(base: string, onDone: (done: number, of: number) => void): Promise<OpenedSet> {
  const { servedSet, servedSource } = await import("../../served/served-set.ts");
  const head = await servedSet(base);
  if (!head) throw new Error("No images are served here: npx segloss studio my-data serves some.");
  const { scored, thin, observers, groups } = head;
  const all = head.set.images.map((_, image) => image);
  const taken = within(all, ({ width, height, pixels }) => width * height * (2 + pixels.channels), head.set);
  const source = await servedSource(base, head, taken, (done) => onDone(done, taken.length));
  const short = `${taken.length} of ${all.length} images are taken, as many as fit into a page`;
  return {
    source,
    groups: taken.map((image) => groups[image]!),
    facts: {
      ...{ scored, thin, observers },
      notes: [...head.notes, ...(taken.length < all.length ? [short] : [])],
    },
  };
}

/** The first images that fit. */
function within<T>(
  images: readonly number[],
  sizeOf: (image: T) => number,
  { images: entries }: { readonly images: readonly T[] },
): number[] {
  let bytes = 0;
  return images.filter((image) => {
    bytes += sizeOf(entries[image]!);
    return bytes <= MOST_BYTES;
  });
}
