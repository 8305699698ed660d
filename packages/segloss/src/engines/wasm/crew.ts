import { host, type WasmInstance, type WasmMemory } from "./host.ts";
import { startWorkers, type Workers } from "./workers.ts";

/** A module with its instance on this thread; the other threads know it by its number. */
export interface LoadedModule {
  readonly id: number;
  readonly instance: WasmInstance;
  /** Names of the exported functions, in order. */
  readonly names: readonly string[];
}

/** The threads of an engine, this one among them. */
export interface Crew {
  readonly threads: number;
  load(bytes: Uint8Array<ArrayBuffer>, memory: WasmMemory): LoadedModule;
  /** Calls a function on every thread with the thread's number, 0 on this one, and waits for all. */
  call(module: LoadedModule, name: string): void;
  unload(module: LoadedModule): void;
  stop(): void;
}

function instantiate(bytes: Uint8Array<ArrayBuffer>, memory: WasmMemory, id: number): LoadedModule {
  const module = new host.WebAssembly.Module(bytes);
  const instance = new host.WebAssembly.Instance(module, { host: { memory, log1p: Math.log1p } });
  return { id, instance, names: Object.keys(instance.exports) };
}

/** This thread alone. */
export function soloCrew(): Crew {
  return {
    threads: 1,
    load: (bytes, memory) => instantiate(bytes, memory, 0),
    call: ({ instance }, name) => {
      instance.exports[name](0);
    },
    unload: () => {},
    stop: () => {},
  };
}

/**
 * This thread and `threads - 1` workers that wait on shared memory; null where the host has no workers or does not
 * let them start.
 */
export async function sharedCrew(
  threads: number,
  memory: WasmMemory,
  control: number,
  allocate: (bytes: number) => number,
  free: (address: number) => void,
): Promise<Crew | null> {
  const workers = await startWorkers(threads - 1, memory, control);
  if (workers === null) return null;
  let modules = 0;
  return {
    threads,
    load: (bytes, of) => {
      const loaded = instantiate(bytes, of, ++modules);
      const address = allocate(bytes.length);
      new Uint8Array(of.buffer, address, bytes.length).set(bytes);
      order(workers, "load", loaded.id, address, bytes.length);
      free(address);
      return loaded;
    },
    call: ({ id, instance, names }, name) => {
      workers.send("call", id, names.indexOf(name), 0);
      instance.exports[name](0);
      workers.wait();
    },
    unload: ({ id }) => order(workers, "unload", id, 0, 0),
    stop: () => workers.stop(),
  };
}

function order(workers: Workers, what: "load" | "unload", id: number, a: number, b: number): void {
  workers.send(what, id, a, b);
  workers.wait();
}
