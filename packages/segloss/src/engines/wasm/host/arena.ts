import type { Area } from "../tasks/area.ts";
import type { EngineMemory } from "./memory.ts";

/** How much a piece of memory takes: its parts, or a total beyond them. */
export interface AreaSize {
  readonly bytes: number;
  /** Default 1. */
  readonly parts?: number;
  readonly total?: number;
}

/** Memory that is taken and given back together. */
export interface Arena<Name extends string> {
  readonly address: number;
  readonly bytes: number;
  readonly areas: Readonly<Record<Name, Area>>;
}

/** Takes memory for areas, one after the other by their names. Parts begin at multiples of 64 bytes. */
export function arena<Name extends string>(
  memory: EngineMemory,
  sizes: Readonly<Record<Name, AreaSize>>,
): Arena<Name> {
  const entries = Object.entries(sizes) as [Name, AreaSize][];
  let bytes = 0;
  const offsets = entries.map(([name, size]): [Name, Area] => {
    const area = { address: bytes, bytes: rounded(size.bytes) };
    bytes += rounded(size.total ?? (size.parts ?? 1) * area.bytes);
    return [name, area];
  });
  const address = memory.allocate(bytes);
  const areas = offsets.map(([name, area]) => [name, { ...area, address: address + area.address }]);
  return { address, bytes, areas: Object.fromEntries(areas) };
}

function rounded(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
