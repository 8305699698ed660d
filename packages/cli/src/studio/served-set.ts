import { dirname, join } from "node:path";
import type { PreparedData } from "../compare/run/prepare-data.ts";
import { openShelf } from "../data/store/file-shelf.ts";
import { readManifest } from "../data/store/manifest.ts";
import type { Place } from "../data/store/shelf.ts";
import { bytesOf } from "../data/store/stored-array.ts";
import type { SetHead } from "../training/set-head.ts";

/** The images of DATA as `segloss compare` reads them, whatever their files are. */
export interface ServedSet {
  readonly head: SetHead;
  /** Numbers of an image as they are kept, little endian; undefined where there are none. */
  array(kind: "pixels" | "mask" | "instances", image: number): Uint8Array | undefined;
  close(): void;
}

/** Opens the decoded images for pages. */
export function servedSet({ source, groups, facts }: PreparedData): ServedSet {
  const { set, pixels } = readManifest(source.file);
  const shelf = openShelf(join(dirname(source.file), pixels));
  const { scored, thin, observers, notes } = facts;
  return {
    head: { set, groups, scored, thin, observers, notes },
    array(kind, image) {
      const entry = set.images[image];
      if (!entry) return undefined;
      const area = entry.width * entry.height;
      const places: Readonly<Record<typeof kind, Place | undefined>> = {
        pixels: entry.pixels.place,
        mask: entry.mask,
        instances: entry.instances,
      };
      const place = places[kind];
      const length = kind === "pixels" ? area * entry.pixels.channels : area;
      return place && bytesOf(shelf.get(place, 0, length));
    },
    close() {
      shelf.close();
      source.close();
    },
  };
}
