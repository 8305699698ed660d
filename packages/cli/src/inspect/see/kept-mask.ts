import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Palette } from "@segloss/io";
import type { Labels } from "../../data/data-set.ts";

/** The labels of a mask, packed: those of a whole set fit into memory, which decides what labels mean. */
export interface KeptMask {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly palette?: Palette;
  /** Whether its labels are the numbers of a gray picture. */
  readonly isGray: boolean;
  unpack(): Labels;
}

/** Kinds of arrays by their constructors, since packing leaves bytes alone. */
const KINDS = [Uint8Array, Uint16Array, Int32Array] as const;

export function keepMask(labels: Labels, size: Omit<KeptMask, "unpack">): KeptMask {
  const bytes = new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength);
  const kind = KINDS.findIndex((one) => labels instanceof one);
  return { ...size, unpack: unpacker(Uint8Array.from(deflateRawSync(bytes, { level: 1 })), kind) };
}

/** A function by itself: one made inside the other would keep the labels alive. The bytes are a copy, since zlib's lie in a larger buffer. */
function unpacker(packed: Uint8Array, kind: number): () => Labels {
  return () => {
    const own = Uint8Array.from(inflateRawSync(packed));
    return new KINDS[kind](own.buffer);
  };
}
