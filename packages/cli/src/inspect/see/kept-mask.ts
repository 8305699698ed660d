import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Palette } from "@segloss/io";
import type { Labels } from "../../data/data-set.ts";

/** The labels of a mask, packed: those of a whole set fit into memory, which decides what labels mean. */
export interface KeptMask {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly palette?: Palette;
  unpack(): Labels;
}

/** Kinds of arrays by their constructors, since packing leaves bytes alone. */
const KINDS = [Uint8Array, Uint16Array, Int32Array] as const;

export function keepMask(
  labels: Labels,
  { width, height, depth, palette }: Omit<KeptMask, "unpack">,
): KeptMask {
  const bytes = new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength);
  const packed = deflateRawSync(bytes, { level: 1 });
  const Kind = KINDS.find((one) => labels instanceof one) ?? Int32Array;
  return {
    ...{ width, height, depth, ...(palette && { palette }) },
    unpack() {
      const own = Uint8Array.from(inflateRawSync(packed));
      return new Kind(own.buffer);
    },
  };
}
