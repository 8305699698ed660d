import { checkSpelling } from "../../../door/check-spelling.ts";
import { shown } from "../../../door/shown.ts";
import type { GpuBuffer } from "../gpu-types.ts";

/** Elements of a buffer: "uint8" and "uint16" are packed, four and two to 32 bits. */
export type GpuElement = "float32" | "uint8" | "uint16" | "int32" | "uint32" | "int64";

/** Numbers in a buffer of the engine's device. */
export interface GpuArray {
  readonly buffer: GpuBuffer;
  /** Bytes before the first number, a multiple of 4. Default 0. */
  readonly offset?: number;
  /** Default: "float32"; of class indices and masks "int32". */
  readonly type?: GpuElement;
}

export const ELEMENT_BYTES: Readonly<Record<GpuElement, number>> = {
  float32: 4,
  uint8: 1,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
};

const PARTS: Readonly<Record<keyof GpuArray, true>> = { buffer: true, offset: true, type: true };

/** Whether a value is a buffer of a GPU: those of other realms and hosts have no class in common. */
export function isGpuBuffer(value: unknown): value is GpuBuffer {
  const given = value as Partial<GpuBuffer> | null;
  return (
    typeof given === "object" &&
    given !== null &&
    typeof given.size === "number" &&
    typeof given.usage === "number" &&
    typeof given.mapAsync === "function"
  );
}

/** A buffer or numbers in one; null for anything else. */
export function readGpuArray(
  name: string,
  given: unknown,
  kinds: readonly GpuElement[],
): Required<GpuArray> | null {
  const array = isGpuBuffer(given) ? { buffer: given } : (given as GpuArray | null | undefined);
  if (typeof array !== "object" || array === null || !isGpuBuffer(array.buffer)) return null;
  checkSpelling(name, array, PARTS);
  const { buffer, offset = 0, type = kinds[0] } = array;
  if (!Number.isInteger(offset) || offset < 0 || offset % 4 !== 0)
    throw new Error(`${name}.offset must be a multiple of 4 bytes, got ${shown(offset)}.`);
  if (!kinds.includes(type))
    throw new Error(`${name}.type must be one of ${kinds.join(", ")}, got ${shown(type)}.`);
  return { buffer, offset, type };
}
