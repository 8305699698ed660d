import { type Phase, planesRead } from "../ir/phases.ts";
import type { Value } from "../ir/value.ts";

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

/** Where a sweep keeps what it needs again, in bytes from the start of the scratch memory. */
export interface Scratch {
  /** Pixels in a block, a multiple of 16. */
  readonly block: number;
  readonly pixelSlots: ReadonlyMap<Value, number>;
  readonly classSlots: ReadonlyMap<Value, number>;
  /** Interleaved planes taken apart, by plane. */
  readonly planeSlots: ReadonlyMap<number, number>;
  /** Interleaved outputs before they are put together, by plane. */
  readonly storeSlots: ReadonlyMap<number, number>;
  readonly bytes: number;
}

/** Bytes of scratch memory that a block may use: a third of a first-level cache, which it shares with inputs and outputs. */
const BLOCK_BYTES = 16 * 1024;

/** Lays out the scratch memory: as many pixels at a time as fit the cache. */
export function layOutScratch(phases: readonly Phase[], planes: readonly Plane[], channels: number): Scratch {
  const saved = new Set(phases.flatMap(({ saves }) => saves));
  const pixelValues = [...saved].filter(({ axes }) => (axes & 2) === 0);
  const classValues = [...saved].filter(({ axes }) => (axes & 2) !== 0);
  const reductions = phases.flatMap((phase) => phase.reductions);
  const read = new Set<number>();
  for (const plane of phases.flatMap(planesRead)) if (planes[plane].interleaved) read.add(plane);
  const written = new Set(
    phases
      .flatMap(({ stores }) => stores.map(({ plane }) => plane))
      .filter((plane) => planes[plane].interleaved),
  );
  const perPixel = pixelValues.length + reductions.length * 2;
  const perClass = classValues.length + read.size + written.size;
  const block = blockPixels(4 * (perPixel + channels * perClass));
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
      ...pixelValues.map((value) => [value, take(row)] as const),
      ...reductions.map((value) => [value, take(2 * row)] as const),
    ]),
    classSlots: new Map(classValues.map((value) => [value, take(row * channels)])),
    planeSlots: new Map([...read].map((plane) => [plane, take(row * channels)])),
    storeSlots: new Map([...written].map((plane) => [plane, take(row * channels)])),
    get bytes() {
      return offset;
    },
  };
}

function blockPixels(bytesPerPixel: number): number {
  if (bytesPerPixel === 0) return 256;
  const fitting = Math.floor(BLOCK_BYTES / bytesPerPixel);
  return Math.max(16, Math.min(256, fitting - (fitting % 16)));
}
