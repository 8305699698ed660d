import { workerData } from "node:worker_threads";
import { openStoredSource } from "../open-stored-source.ts";
import { cropBatches } from "./crop-batches.ts";
import type { PreparedBatch, ThreadWork } from "./prefetched-crops.ts";

const { file, options, port, ready } = workerData as ThreadWork;
const crops = cropBatches(openStoredSource(file), options);

port.on("message", (step: number) => {
  const batch = crops.at(step);
  const buffers = [batch.images.buffer, batch.masks.buffer] as ArrayBuffer[];
  port.postMessage({ step, batch } satisfies PreparedBatch, buffers);
  Atomics.add(ready, 0, 1);
  Atomics.notify(ready, 0);
});
Atomics.store(ready, 1, 1);
