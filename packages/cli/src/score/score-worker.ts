import { parentPort } from "node:worker_threads";
import { type PairWork, workThrough } from "./run-pairs.ts";
import { listPairs } from "./written-pairs.ts";

const port = parentPort!;

// Listening for messages keeps the thread until it is told to end, when all that it sent has arrived. The work is not awaited: what
// goes wrong ends the thread as an unhandled rejection, of which the main thread hears.
port.on("message", ({ pairs, ...work }: PairWork) =>
  workThrough({ ...listPairs(pairs), ...work }, (outcomes) => port.postMessage(outcomes)),
);
