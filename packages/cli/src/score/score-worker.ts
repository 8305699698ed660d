import { parentPort, workerData } from "node:worker_threads";
import type { FilePair } from "./pair-files.ts";
import { outcomeOf } from "./run-pairs.ts";
import type { ScoreSettings } from "./score-pair.ts";

const port = parentPort!;

port.on("message", async (pair: FilePair) => {
  port.postMessage(await outcomeOf(pair, workerData as ScoreSettings));
});
