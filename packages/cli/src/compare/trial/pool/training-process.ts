import { fileURLToPath } from "node:url";
import { type ServedProcess, servedProcess } from "../../../processes/served-process.ts";
import type { CurvePoint, TrialResult, TrialTask } from "../../protocol/trial.ts";
import { emptyResult } from "../empty-result.ts";
import type { ContextAddress } from "../trial-context.ts";
import { endReason } from "./end-reason.ts";
import type { News, Order } from "./messages.ts";

/** Told about the training that a process does. */
export interface ProcessEvents {
  onStep(step: number, loss: number): void;
  onPoint(point: CurvePoint): void;
}

/** A process that trains, one task at a time. */
export interface TrainingProcess {
  /**
   * Resolves to the result: `failed` where the process came to an end meanwhile, undefined where it was cancelled.
   * @throws Error when the process could not open what it is to train on
   */
  run(index: number, task: TrialTask, events: ProcessEvents): Promise<TrialResult | undefined>;
  /** Whether it can be given another task. */
  readonly alive: boolean;
  /** Undefined where it could not be started. */
  readonly pid: number | undefined;
  /** The end of what it wrote to stderr. */
  lastWords(): string;
  /** Tells it to stop at its next step; it is killed when it has not ended after `limit` milliseconds. */
  cancel(limit: number): void;
  /** Ends it; it is killed when it has not ended after `limit` milliseconds. */
  end(limit: number): Promise<void>;
}

const ENTRY = fileURLToPath(new URL("./serve-trials.js", import.meta.url));

/** Starts a process that trains. */
export function trainingProcess({ opener, path }: ContextAddress): TrainingProcess {
  const server = servedProcess<Order>(ENTRY, [opener, path]);
  return {
    get alive() {
      return server.alive;
    },
    pid: server.pid,
    lastWords: server.lastWords,
    cancel(limit) {
      server.tell({ kind: "cancel" });
      server.killAfter(limit);
    },
    async run(index, task, events) {
      const seen = { step: 0, curve: [] as CurvePoint[] };
      const done = untilDone(server, index, {
        onStep(step, loss) {
          seen.step = step;
          events.onStep(step, loss);
        },
        onPoint(point) {
          seen.curve.push(point);
          events.onPoint(point);
        },
      });
      server.tell({ kind: "train", index, task });
      const outcome = await Promise.race([done.news, server.ended]);
      done.stop();
      if ("result" in outcome) return outcome.result;
      return { ...emptyResult(task), reason: endReason(outcome), steps: seen.step, curve: seen.curve };
    },
    end: server.leave,
  };
}

function untilDone(server: ServedProcess<Order>, index: number, events: ProcessEvents) {
  let stop = () => {};
  const news = new Promise<{ readonly result: TrialResult | undefined }>((resolve, reject) => {
    stop = server.listen((message) => {
      const one = message as News;
      if (one.kind === "cannot open") reject(new Error(`a training process cannot begin: ${one.reason}`));
      else if (one.kind === "ready" || one.index !== index) return;
      else if (one.kind === "step") events.onStep(one.step, one.loss);
      else if (one.kind === "point") events.onPoint(one.point);
      else resolve({ result: one.result });
    });
  });
  return { news, stop };
}
