import type { Graph } from "../graph.ts";
import type { Maps } from "../maps.ts";
import type { Value } from "../value.ts";
import type { Operation } from "./operation.ts";

/** A graph on its way to blocks. `Value`s that its functions take are those of the source, what they return is of `g`. */
export interface Lowering {
  /** The graph that is written. */
  readonly g: Graph;
  /** Channels side by side in a block of this processor. */
  readonly block: number;
  /**
   * Channels side by side in maps of this shape: whole blocks where the channels fill them. Half a block on processors with 16,
   * where they fill that and there are pairs of pixels: two pixels beside one another then are one block. Otherwise 1.
   */
  blockOf(value: Value): number;
  /** A tensor in the plain order, brought to it where that has not been done. */
  plain(value: Value): Value;
  /** Maps in blocks, brought to them where that has not been done; undefined where their channels fill none. */
  blocks(value: Value): Maps | undefined;
  /** Whether maps are there in blocks, so that going on in blocks is free. */
  inBlocks(value: Value): boolean;
  /** The maps one after another that a tensor consists of: of one that was put together, its parts. */
  parts(value: Value): readonly Value[];
  /** Says in what form a tensor of the source has been computed. */
  set(value: Value, maps: Maps): void;
  /** Says that a tensor consists of others along the channel axis; it is put together only where that is asked for. */
  setParts(value: Value, parts: readonly Value[]): void;
  /** The one operation that reads a tensor of the source; undefined where there are others, or none. */
  onlyReader(value: Value): Operation | undefined;
  /** Leaves out an operation that has been done together with another. */
  skip(operation: Operation): void;
  /** Computes a thing once, however many parts of the batch ask for it. */
  once(key: string, make: () => Value): Value;
  /** Keeps what the way back needs beside the tensor of the source that it is about. */
  readonly notes: Map<string, readonly Value[]>;
}

/** Computes an operation in blocks and says so by `set`, or returns false where it has no way to. */
export type Rule = (lowering: Lowering, operation: Operation) => boolean;
