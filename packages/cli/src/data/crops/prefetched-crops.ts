import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { CropBatches, CropOptions, ImageSource } from "../image-source.ts";
import type { Batch } from "../stack-batch.ts";
import { cropBatches } from "./crop-batches.ts";

/** What the thread is given. */
export interface ThreadWork {
  /** Manifest of the source. */
  readonly file: string;
  readonly options: Omit<CropOptions, "maps">;
  readonly port: MessagePort;
  /** Counts the batches that are ready, and wakes who waits for one; its second place is 1 from when the thread has begun. */
  readonly ready: Int32Array<SharedArrayBuffer>;
}

export interface PreparedBatch {
  readonly step: number;
  readonly batch: Batch;
}

export interface PrefetchedCrops extends CropBatches {
  /** How many of the batches were there before they were asked for, or were being made. */
  readonly preparedAhead: number;
  close(): void;
}

/** A thread that has not answered for so long will not: in ms. */
const PATIENCE = 20_000;

/**
 * The same batches as `cropBatches`. While one is used, a thread prepares the next, since ONNX Runtime blocks the thread that it runs in; until it
 * has begun, nobody waits for it. Sources
 * in memory and crops with maps, whose functions no thread can be given, are made when they are asked for.
 */
export function prefetchedCrops(source: ImageSource, options: CropOptions): PrefetchedCrops {
  const crops = cropBatches(source, options);
  const script = new URL("./crop-thread.js", import.meta.url);
  // Sources that are not built (tests) have no script that a thread can run.
  const canPrepare = "file" in source && !options.maps && existsSync(fileURLToPath(script));
  if (!canPrepare) return { ...crops, preparedAhead: 0, close: () => {} };
  const { maps: _, ...plain } = options;
  return preparedAhead(crops, script, source.file as string, plain);
}

function preparedAhead(
  crops: CropBatches,
  script: URL,
  file: string,
  options: ThreadWork["options"],
): PrefetchedCrops {
  // Orders that were sent, answers that came and those of use, the last order.
  const state = { sent: 0, came: 0, used: 0, asked: -1, gone: false };
  const { port1: port, port2 } = new MessageChannel();
  const ready = new Int32Array(new SharedArrayBuffer(8));
  const thread = new Worker(script, {
    workerData: { file, options, port: port2, ready },
    transferList: [port2],
  });
  // What goes wrong there goes wrong here too, where it can be caught: the batch is then made here.
  thread.on("error", () => {
    state.gone = true;
  });
  thread.unref();
  port.unref();
  return {
    ...crops,
    at(step) {
      // To start a thread takes longer than to make many batches.
      const hasBegun = Atomics.load(ready, 1) === 1;
      const prepared = state.asked === step ? lastPrepared() : undefined;
      if (hasBegun && !state.gone) ask(step + 1);
      if (prepared?.step !== step) return crops.at(step);
      state.used++;
      return prepared.batch;
    },
    get preparedAhead() {
      return state.used;
    },
    close() {
      state.gone = true;
      void thread.terminate();
    },
  };

  function ask(step: number): void {
    state.asked = step;
    state.sent++;
    port.postMessage(step);
  }

  /** Answers come in the order of the orders; those that nobody wanted any more are passed over. */
  function lastPrepared(): PreparedBatch | undefined {
    let last: PreparedBatch | undefined;
    for (; state.came < state.sent && !state.gone; state.came++) {
      const waited = Atomics.load(ready, 0) <= state.came && Atomics.wait(ready, 0, state.came, PATIENCE);
      if (waited === "timed-out") state.gone = true;
      else last = receiveMessageOnPort(port)?.message;
    }
    return last;
  }
}
