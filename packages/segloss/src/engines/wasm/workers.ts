import type { WasmMemory } from "./host.ts";
import { COMMANDS, CONTROL, type Command, WORKER_SOURCE } from "./worker-source.ts";

/** Threads that wait for commands. */
export interface Workers {
  /** Wakes them all with a command; `wait` has to follow. */
  send(command: Command, id: number, a: number, b: number): void;
  /** Returns when all are done. @throws Error when one failed. */
  wait(): void;
  stop(): void;
}

/** What both kinds of workers have in common. */
interface AnyWorker {
  postMessage(data: unknown): void;
  terminate(): unknown;
  unref?(): void;
  on?(event: string, listener: (data: unknown) => void): void;
  addEventListener?(event: string, listener: (event: unknown) => void): void;
}

type WorkerConstructor = new (url: object | string, options: object) => AnyWorker;

interface WorkerHost {
  readonly Worker?: WorkerConstructor;
  readonly SharedArrayBuffer?: unknown;
  readonly process?: { getBuiltinModule?(name: string): { Worker: WorkerConstructor } | undefined };
  readonly Blob?: new (parts: string[], options: object) => object;
  readonly URL: { new (text: string): object; createObjectURL?(blob: object): string };
}

const globals = globalThis as unknown as WorkerHost;

/** Whether memory can be shared and workers started. */
export function hasThreads(): boolean {
  return globals.SharedArrayBuffer !== undefined && (nodeWorker() ?? globals.Worker) !== undefined;
}

function nodeWorker(): WorkerConstructor | undefined {
  return globals.process?.getBuiltinModule?.("node:worker_threads")?.Worker;
}

/** Starts workers; null when the host does not let them. */
export async function startWorkers(
  count: number,
  memory: WasmMemory,
  control: number,
): Promise<Workers | null> {
  const view = new Int32Array(memory.buffer, control, CONTROL.length);
  const workers: AnyWorker[] = [];
  try {
    for (let i = 0; i < count; i++) workers.push(await startWorker({ memory, control, thread: i + 1 }));
  } catch {
    for (const worker of workers) worker.terminate();
    return null;
  }
  return {
    send: (command, id, a, b) => {
      view.set([COMMANDS.indexOf(command), id, a, b], CONTROL.indexOf("command"));
      Atomics.store(view, CONTROL.indexOf("busy"), count);
      Atomics.add(view, CONTROL.indexOf("round"), 1);
      Atomics.notify(view, CONTROL.indexOf("round"));
    },
    wait: () => waitForAll(view),
    stop: () => {
      for (const worker of workers) worker.terminate();
    },
  };
}

/** A worker whose first message says that it listens. */
function startWorker(data: object): Promise<AnyWorker> {
  const Node = nodeWorker();
  const worker = Node ? startInNode(Node, data) : startInBrowser(data);
  return new Promise((resolve, reject) => {
    const ready = (): void => {
      worker.unref?.();
      resolve(worker);
    };
    if (worker.on) {
      worker.on("message", ready);
      worker.on("error", reject);
    } else {
      worker.addEventListener?.("message", ready);
      worker.addEventListener?.("error", reject);
    }
  });
}

function startInNode(Node: WorkerConstructor, data: object): AnyWorker {
  const source = `import { parentPort, workerData } from "node:worker_threads";\n${WORKER_SOURCE}
work(workerData, (message) => parentPort.postMessage(message));`;
  const url = new globals.URL(`data:text/javascript,${encodeURIComponent(source)}`);
  return new Node(url, { workerData: data });
}

function startInBrowser(data: object): AnyWorker {
  const { Worker, Blob, URL } = globals;
  if (!Worker || !Blob || !URL.createObjectURL) throw new Error("no workers");
  const source = `${WORKER_SOURCE}\nonmessage = ({ data }) => work(data, (message) => postMessage(message));`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url, {});
  worker.postMessage(data);
  return worker;
}

/** Rounds of looking before the thread sleeps, where it may: some tens of microseconds. */
const LOOKS = 20000;

function waitForAll(view: Int32Array<ArrayBuffer>): void {
  const busy = CONTROL.indexOf("busy");
  let looks = 0;
  for (let left = Atomics.load(view, busy); left > 0; left = Atomics.load(view, busy)) {
    if (++looks > LOOKS) sleepWhile(view, busy, left);
  }
  if (Atomics.load(view, CONTROL.indexOf("failed")) !== 0) {
    throw new Error("A thread of the wasm engine failed: this is a defect of the engine.");
  }
}

/** A browser's main thread may not sleep: it goes on looking. */
function sleepWhile(view: Int32Array<ArrayBuffer>, index: number, value: number): void {
  try {
    Atomics.wait(view, index, value, 1);
  } catch {
    // Looking again is all that is left to do.
  }
}
