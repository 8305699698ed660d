import type { EngineMemory } from "../../host/memory.ts";
import type { LoadedModule, Pool } from "../../host/pool.ts";
import { type FieldKernel, fieldModule } from "./field-module.ts";
import { JOB_BYTES, type JobInteger, type JobNumbers, writeJob } from "./job.ts";
import { type FieldLayout, layoutNumbers, longestLine, paddedPixels, stripsOf } from "./layout.ts";
import { scratchBytes } from "./scratch.ts";
import { COMPACTION } from "./sites.ts";

/** Numbers by the names of planes: bytes per padded pixel, or addresses. */
export type PlaneBytes = Partial<Record<JobInteger, number>>;

/** The memory in which fields are made, and the threads that make them. */
export interface FieldRoom {
  /** Room for planes of a layout; valid until the next call. Addresses by name. */
  prepare(layout: FieldLayout, planes: PlaneBytes): PlaneBytes;
  /** The same for pieces of so many bytes. */
  place(sizes: PlaneBytes): PlaneBytes;
  /** Makes kernels that will be run. */
  load(names: readonly FieldKernel[]): void;
  /** The counter as the last kernel has left it. */
  counter(): number;
  run(kernels: readonly FieldKernel[], layout: FieldLayout, numbers: JobNumbers): void;
  /** The memory, which may have moved since the last `prepare`. */
  buffer(): ArrayBuffer;
  /** Keeps the memory until the function that it returns has been called, by the last who holds it. */
  hold(): () => void;
  dispose(): void;
}

/** Pixels below which waking the other threads costs more than they save. */
const LEAST_SHARED = 16_384;
/** Vectors are read and written whole. */
const SPARE = 64;

/** Addresses and sizes of what the room has. */
const NOTHING = { record: 0, compaction: 0, planes: 0, planeBytes: 0, halves: 0, longest: 0 };

/** Kernels are made when they are first needed; the memory grows with the largest field and stays. */
export function fieldRoom(memory: EngineMemory, pool: Pool): FieldRoom {
  const own = { ...NOTHING };
  const modules = new Map<FieldKernel, LoadedModule>();
  const holders = new Set<symbol>();
  const buffer = (): ArrayBuffer => memory.memory.buffer;
  const settle = (): void => {
    pool.check();
    if (own.record !== 0) return;
    own.compaction = memory.allocate(COMPACTION.byteLength);
    own.record = memory.allocate(JOB_BYTES);
    new Int32Array(buffer(), own.compaction, COMPACTION.length).set(COMPACTION);
  };
  const load = (name: FieldKernel): LoadedModule => {
    const known = modules.get(name);
    if (known) return known;
    settle();
    const module = pool.load(fieldModule(name, own.record, memory.shared), memory.memory);
    modules.set(name, module);
    return module;
  };
  const makeHalves = (longest: number): void => {
    if (longest <= own.longest) return;
    memory.free(own.halves);
    own.halves = memory.allocate(8 * (longest + 2));
    own.longest = longest;
    new Float64Array(buffer(), own.halves, longest + 2).forEach((_, n, halves) => {
      halves[n] = 0.5 / n;
    });
  };
  const dispose = (): void => {
    for (const address of [own.record, own.compaction, own.planes, own.halves]) memory.free(address);
    for (const module of modules.values()) pool.unload(module);
    modules.clear();
    Object.assign(own, NOTHING);
  };
  const place = (sizes: PlaneBytes): PlaneBytes => {
    settle();
    let bytes = 0;
    const offsets = Object.entries(sizes).map(([name, size]) => {
      const offset = bytes;
      bytes += Math.ceil((size + SPARE) / 64) * 64;
      return [name, offset] as const;
    });
    if (bytes > own.planeBytes) {
      memory.free(own.planes);
      own.planes = memory.allocate(bytes);
      own.planeBytes = bytes;
    }
    return Object.fromEntries(offsets.map(([name, offset]) => [name, own.planes + offset]));
  };
  return {
    buffer,
    prepare: (layout, planes) => {
      settle();
      makeHalves(longestLine(layout));
      const pixels = paddedPixels(layout);
      const ofThread = scratchBytes(longestLine(layout));
      const sizes = Object.fromEntries(Object.entries(planes).map(([name, size]) => [name, pixels * size]));
      const places = place({ scratch: pool.threads * ofThread, ...sizes });
      return { ...places, scratchBytes: ofThread, halves: own.halves, compaction: own.compaction };
    },
    place,
    load: (names) => names.forEach(load),
    counter: () => new Int32Array(buffer(), own.record, 1)[0],
    run: (kernels, layout, numbers) => {
      const isShared = pool.threads > 1 && paddedPixels(layout) >= LEAST_SHARED;
      for (const name of kernels) {
        const tasks = tasksOf(name, layout);
        writeJob(buffer(), own.record, { ...layoutNumbers(layout), ...numbers, tasks });
        const module = load(name);
        if (isShared && tasks > 1) pool.call(module, name);
        else module.instance.exports[name](0);
      }
    },
    hold: () => {
      const holder = Symbol("holder");
      holders.add(holder);
      return () => {
        if (holders.delete(holder) && holders.size === 0) dispose();
      };
    },
    dispose,
  };
}

/** Strips of columns, slices of lines, or one for all. */
function tasksOf(name: FieldKernel, layout: FieldLayout): number {
  if (name === "components") return 1;
  return layout.images * (name.startsWith("column") ? stripsOf(layout) : layout.slices);
}
