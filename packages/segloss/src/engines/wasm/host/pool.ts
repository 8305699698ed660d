import { host, type WasmInstance, type WasmMemory } from "./host.ts";
import { type Patience, startWorkers } from "./workers.ts";

/** A module with its instance on this thread; the other threads know it by its number. */
export interface LoadedModule {
  readonly id: number;
  readonly instance: WasmInstance;
  /** Names of the exported functions, in order. */
  readonly names: readonly string[];
}

/** The threads of an engine, this one among them. */
export interface Pool {
  readonly threads: number;
  load(bytes: Uint8Array<ArrayBuffer>, memory: WasmMemory): LoadedModule;
  /** Calls a function on every thread with the thread's number, 0 on this one, and waits for all. */
  call(module: LoadedModule, name: string): void;
  /** Does nothing when the threads are no longer there: so is the module. */
  unload(module: LoadedModule): void;
  /** @throws Error when the engine was disposed of or cannot go on. */
  check(): void;
  stop(): void;
}

const STOPPED = "This engine was disposed of: make a new one and compile the loss again.";

function instantiate(bytes: Uint8Array<ArrayBuffer>, memory: WasmMemory, id: number): LoadedModule {
  const module = new host.WebAssembly.Module(bytes);
  const instance = new host.WebAssembly.Instance(module, { host: { memory, log1p: Math.log1p } });
  return { id, instance, names: Object.keys(instance.exports) };
}

/** This thread alone. */
export function soloPool(): Pool {
  let stopped = false;
  const check = (): void => {
    if (stopped) throw new Error(STOPPED);
  };
  return {
    threads: 1,
    load: (bytes, memory) => {
      check();
      return instantiate(bytes, memory, 0);
    },
    call: ({ instance }, name) => {
      instance.exports[name](0);
    },
    unload: () => {},
    check,
    stop: () => {
      stopped = true;
    },
  };
}

/**
 * This thread and `threads - 1` workers that wait on shared memory; null where the host has no workers or does not
 * let them start.
 */
export async function sharedPool(
  threads: number,
  memory: WasmMemory,
  control: number,
  allocate: (bytes: number) => number,
  free: (address: number) => void,
  patience?: Patience,
): Promise<Pool | null> {
  const workers = await startWorkers(threads - 1, memory, control, patience);
  if (workers === null) return null;
  let modules = 0;
  let stopped = false;
  const trouble = (): string | null => (stopped ? STOPPED : workers.trouble());
  const check = (): void => {
    const why = trouble();
    if (why !== null) throw new Error(why);
  };
  const order = (what: "load" | "unload", id: number, a: number, b: number): void => {
    workers.send(what, id, a, b);
    workers.wait();
  };
  return {
    threads,
    load: (bytes, of) => {
      check();
      const loaded = instantiate(bytes, of, ++modules);
      const address = allocate(bytes.length);
      new Uint8Array(of.buffer, address, bytes.length).set(bytes);
      order("load", loaded.id, address, bytes.length);
      free(address);
      return loaded;
    },
    call: ({ id, instance, names }, name) => {
      workers.send("call", id, names.indexOf(name), 0);
      try {
        instance.exports[name](0);
      } finally {
        workers.wait();
      }
    },
    unload: ({ id }) => {
      if (trouble() !== null) return;
      try {
        order("unload", id, 0, 0);
      } catch {
        // They are gone and the module with them; the next call says so.
      }
    },
    check,
    stop: () => {
      stopped = true;
      workers.stop();
    },
  };
}
