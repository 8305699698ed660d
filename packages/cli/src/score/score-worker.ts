import { parentPort, workerData } from "node:worker_threads";
import { type PairWork, workThrough } from "./run-pairs.ts";

const port = parentPort!;

// Waiting for messages keeps the thread until it is told to end, when all that it sent has arrived.
port.on("message", () => {});
// Not awaited here: Node 20 crashes when a thread is told to end while a module that awaits begins. What goes wrong
// ends the thread as an unhandled rejection, of which the main thread hears.
workThrough(workerData as PairWork, (outcomes) => port.postMessage(outcomes));
