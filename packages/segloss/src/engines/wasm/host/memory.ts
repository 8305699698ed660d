import { engineLimit } from "../../../program/engine-limit.ts";
import { MAXIMUM_PAGES } from "../asm/module.ts";
import { host, type WasmMemory } from "./host.ts";

const PAGE = 65536;

/** The memory of an engine, and who has which part of it. */
export interface EngineMemory {
  readonly memory: WasmMemory;
  readonly shared: boolean;
  /** Address of a free piece of so many bytes, a multiple of 64. The memory grows when none is large enough. */
  allocate(bytes: number): number;
  /** Gives a piece back. */
  free(address: number): void;
  /** How often the memory has grown and voided the views made before: never where it is shared, which grows in place. */
  growths(): number;
  /** Bytes given out and not given back. */
  used(): number;
}

interface Piece {
  readonly address: number;
  readonly bytes: number;
}

/** First fit, neighbours merged when freed. WebAssembly memory never shrinks: it is let go of with the engine. */
export function engineMemory(shared: boolean): EngineMemory {
  const memory = new host.WebAssembly.Memory(
    shared ? { initial: 1, maximum: MAXIMUM_PAGES, shared: true } : { initial: 1 },
  );
  // The first 64 bytes stay free: address 0 is nobody's.
  let pieces: Piece[] = [{ address: 64, bytes: PAGE - 64 }];
  let end = PAGE;
  let growths = 0;
  const taken = new Map<number, number>();
  const grow = (bytes: number): void => {
    const pages = Math.ceil(bytes / PAGE);
    try {
      memory.grow(pages);
    } catch {
      throw engineLimit(
        `The wasm engine needs ${Math.ceil((end + bytes) / 2 ** 20)} MiB of memory, more than it can get: use smaller batches.`,
      );
    }
    if (!shared) growths++;
    pieces = merged([...pieces, { address: end, bytes: pages * PAGE }]);
    end += pages * PAGE;
  };
  return {
    memory,
    shared,
    allocate: (bytes) => {
      const size = Math.ceil(Math.max(bytes, 1) / 64) * 64;
      if (!pieces.some((piece) => piece.bytes >= size)) {
        const last = pieces[pieces.length - 1];
        const atEnd = last && last.address + last.bytes === end ? last.bytes : 0;
        grow(size - atEnd);
      }
      const found = pieces.find((piece) => piece.bytes >= size) as Piece;
      const rest = { address: found.address + size, bytes: found.bytes - size };
      pieces = pieces.flatMap((piece) => (piece !== found ? [piece] : rest.bytes > 0 ? [rest] : []));
      taken.set(found.address, size);
      return found.address;
    },
    free: (address) => {
      const bytes = taken.get(address);
      if (bytes === undefined) return;
      taken.delete(address);
      pieces = merged([...pieces, { address, bytes }]);
    },
    growths: () => growths,
    used: () => [...taken.values()].reduce((a, b) => a + b, 0),
  };
}

/** Pieces in order of address, neighbours joined. */
function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of [...pieces].sort((a, b) => a.address - b.address)) {
    const last = result[result.length - 1];
    if (last && last.address + last.bytes === piece.address) {
      result[result.length - 1] = { address: last.address, bytes: last.bytes + piece.bytes };
    } else {
      result.push(piece);
    }
  }
  return result;
}
