import type { WasmMemory } from "./host.ts";
import { COMMANDS, CONTROL, type Command, WORKER_SOURCE } from "./worker-source.ts";

/** Threads that wait for commands. */
export interface Workers {
  /** Wakes them all with a command; `wait` has to follow. @throws Error when they are no longer there. */
  send(command: Command, id: number, a: number, b: number): void;
  /** Returns when all are done. @throws Error when one failed or has ended: they take no command after that. */
  wait(): void;
  /** What `send` would throw, or null. */
  trouble(): string | null;
  stop(): void;
}

/** How long threads may take, in milliseconds. */
export interface Patience {
  /** Until each has taken up a command. */
  readonly toArrive: number;
  /** Until all are through, after this thread is. */
  readonly toFinish: number;
}

// A thread that ends while this one computes or waits cannot say so. One that lives takes up a command within
// microseconds, and then has a task less to do than this one, or a few seconds of a sort.
const PATIENCE: Patience = { toArrive: 30_000, toFinish: 300_000 };

const FAILED = "A thread of the wasm engine failed: this is a defect of the engine. Make a new engine.";
const ENDED = "A thread of this wasm engine has ended, so the engine cannot go on: make a new one.";

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
  patience: Patience = PATIENCE,
): Promise<Workers | null> {
  let trouble: string | null = null;
  const ended = (): void => {
    trouble ??= ENDED;
  };
  const view = new Int32Array(memory.buffer, control, CONTROL.length);
  const workers: AnyWorker[] = [];
  try {
    for (let i = 0; i < count; i++)
      workers.push(await startWorker({ memory, control, thread: i + 1 }, ended));
  } catch {
    for (const worker of workers) worker.terminate();
    return null;
  }
  return {
    trouble: () => trouble,
    send: (command, id, a, b) => {
      if (trouble !== null) throw new Error(trouble);
      view.set([COMMANDS.indexOf(command), id, a, b], CONTROL.indexOf("command"));
      Atomics.store(view, CONTROL.indexOf("busy"), count);
      Atomics.store(view, CONTROL.indexOf("arrived"), 0);
      Atomics.add(view, CONTROL.indexOf("round"), 1);
      Atomics.notify(view, CONTROL.indexOf("round"));
    },
    wait: () => {
      const isThrough = waitForAll(view, count, patience);
      if (!isThrough) trouble = ENDED;
      else if (Atomics.load(view, CONTROL.indexOf("failed")) !== 0) trouble = FAILED;
      if (trouble !== null) throw new Error(trouble);
    },
    stop: () => {
      for (const worker of workers) worker.terminate();
    },
  };
}

/** A worker whose first message says that it listens. `ended` is called when it has ended by itself. */
function startWorker(data: object, ended: () => void): Promise<AnyWorker> {
  const Node = nodeWorker();
  const worker = Node ? startInNode(Node, data) : startInBrowser(data);
  return new Promise((resolve, reject) => {
    const ready = (): void => {
      worker.unref?.();
      resolve(worker);
    };
    const broken = (why: unknown): void => {
      ended();
      reject(why);
    };
    const listen = (worker.on ?? worker.addEventListener)?.bind(worker);
    listen?.("message", ready);
    listen?.("error", broken);
    listen?.("exit", broken);
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

/** Whether all came to an end. */
function waitForAll(view: Int32Array<ArrayBuffer>, count: number, patience: Patience): boolean {
  const [busy, arrived] = [CONTROL.indexOf("busy"), CONTROL.indexOf("arrived")];
  let looks = 0;
  let since = 0;
  for (let left = Atomics.load(view, busy); left > 0; left = Atomics.load(view, busy)) {
    if (++looks <= LOOKS) continue;
    since ||= Date.now();
    const limit = Atomics.load(view, arrived) < count ? patience.toArrive : patience.toFinish;
    if (Date.now() - since > limit) return false;
    sleepWhile(view, busy, left);
  }
  return true;
}

/** A browser's main thread may not sleep: it goes on looking. */
function sleepWhile(view: Int32Array<ArrayBuffer>, index: number, value: number): void {
  try {
    Atomics.wait(view, index, value, 1);
  } catch {
    // Looking again is all that is left to do.
  }
}
