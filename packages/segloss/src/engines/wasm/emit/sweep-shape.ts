import { CLASS } from "../../../formula/expression.ts";
import { LEAST_CLASSES } from "../../../program/passes/own-class.ts";
import type { LoopNest } from "../loops/loop-nest.ts";
import { planesRead } from "../loops/placement.ts";

/** A plane of the inputs or outputs in the memory of the engine. */
export interface Plane {
  readonly name: string;
  /** Address of the first value. */
  readonly address: number;
  readonly elementBytes: 1 | 2 | 4;
  /** Bytes from an image to the next, from a pixel to the next, from a class to the next (0: one for all). */
  readonly imageBytes: number;
  readonly pixelBytes: number;
  readonly classBytes: number;
  /** Classes of a pixel side by side: such planes pass through scratch memory. */
  readonly interleaved: boolean;
}

/** Where a sweep keeps what it needs again, in bytes from the start of the scratch memory: values by their identifier. */
export interface Scratch {
  /** Pixels in a block, a multiple of 16. */
  readonly block: number;
  readonly pixelSlots: ReadonlyMap<number, number>;
  readonly classSlots: ReadonlyMap<number, number>;
  /** Interleaved planes taken apart, by plane. */
  readonly planeSlots: ReadonlyMap<number, number>;
  /** Interleaved outputs before they are put together, by plane. */
  readonly storeSlots: ReadonlyMap<number, number>;
  /** First row of what loops of a nest spill for each other. */
  readonly spilled: number;
  readonly bytes: number;
}

/**
 * Bytes of scratch memory that a block may use of a first-level cache, which it shares with inputs and outputs; those
 * that pass through the scratch memory are in the cache twice.
 */
const BLOCK_BYTES = { plain: 24 * 1024, interleaved: 12 * 1024 };

/** Classes that a round takes together where there are more: sums over classes stay in registers meanwhile. */
export function classesTogether(channels: number, tail: boolean): number {
  return channels < LEAST_CLASSES || tail ? 1 : 4;
}

/** Lays out the scratch memory: as many pixels at a time as fit the cache, or so many bytes. */
export function layOutScratch(
  nests: readonly LoopNest[],
  planes: readonly Plane[],
  channels: number,
  room?: number,
): Scratch {
  const loops = nests.flatMap((nest) => nest.loops);
  const saved = new Set(nests.flatMap(({ kept }) => [...kept.values()]));
  const pixelValues = [...saved].filter(({ axes }) => (axes & CLASS) === 0);
  const classValues = [...saved].filter(({ axes }) => (axes & CLASS) !== 0);
  const reductions = loops.flatMap((loop) => loop.reductions.map(({ reduction }) => reduction));
  const isInterleaved = (plane: number): boolean => planes[plane].interleaved;
  const read = new Set(loops.flatMap(({ computes }) => [...planesRead(computes)]).filter(isInterleaved));
  const written = new Set(
    loops.flatMap(({ stores }) => stores.map(({ plane }) => plane)).filter(isInterleaved),
  );
  const spilled = Math.max(0, ...nests.map((nest) => spilledRows(nest, channels)));
  const perPixel = pixelValues.length + reductions.length * 2 + spilled;
  const perClass = classValues.length + read.size + written.size;
  const bytes = room ?? (read.size + written.size > 0 ? BLOCK_BYTES.interleaved : BLOCK_BYTES.plain);
  const block = blockPixels(bytes, 4 * (perPixel + channels * perClass));
  let offset = 0;
  const take = (bytes: number): number => {
    const at = offset;
    offset += bytes;
    return at;
  };
  const row = block * 4;
  return {
    block,
    pixelSlots: new Map([
      ...pixelValues.map(({ id }) => [id, take(row)] as const),
      ...reductions.map(({ id }) => [id, take(2 * row)] as const),
    ]),
    classSlots: new Map(classValues.map(({ id }) => [id, take(row * channels)])),
    planeSlots: new Map([...read].map((plane) => [plane, take(row * channels)])),
    storeSlots: new Map([...written].map((plane) => [plane, take(row * channels)])),
    spilled: take(row * spilled),
    get bytes() {
      return offset;
    },
  };
}

/** Rows of a pixel that a nest spills: in a loop over classes, for those of a round. */
function spilledRows({ classes, rows }: LoopNest, channels: number): number {
  const count = Math.max(-1, ...rows.values()) + 1;
  return count * (classes ? classesTogether(channels, false) : 1);
}

function blockPixels(bytes: number, bytesPerPixel: number): number {
  if (bytesPerPixel === 0) return 256;
  const fitting = Math.floor(bytes / bytesPerPixel);
  return Math.max(16, Math.min(256, fitting - (fitting % 16)));
}
