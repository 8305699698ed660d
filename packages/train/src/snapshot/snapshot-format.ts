import type { Block } from "../graph/blocks/block.ts";

/** First bytes of the file: a name that no text begins with. */
export const MAGIC: Uint8Array = Uint8Array.from("\x89segloss", (character) => character.charCodeAt(0));
export const VERSION = 1;
/** Magic, version, length of the header, CRC-32 of the header: the numbers are little-endian uint32. */
export const PREFIX: number = MAGIC.length + 12;

/** What the header says, as JSON, padded with spaces to a multiple of 4 bytes. */
export interface SnapshotHeader {
  readonly steps: number;
  /** Absent in files from before there were blocks: 1. */
  readonly block?: Block;
  readonly layout: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** The vectors behind the header in their order, float32, little-endian, each of `length` values. */
  readonly vectors: readonly string[];
  readonly length: number;
  /** CRC-32 of all that stands behind the header. */
  readonly crc32: number;
  readonly metadata: unknown;
}
