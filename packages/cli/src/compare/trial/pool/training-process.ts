import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CurvePoint, TrialResult, TrialTask } from "../../protocol/trial.ts";
import { emptyResult } from "../empty-result.ts";
import type { ContextAddress } from "../trial-context.ts";
import { endReason, type ProcessEnd } from "./end-reason.ts";
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

/** Characters of stderr that are kept. */
const LAST_WORDS = 2000;

const ENTRY = fileURLToPath(new URL("./serve-trials.js", import.meta.url));

/** Starts a process of its own: native code that aborts takes nothing else with it. */
export function trainingProcess({ opener, path }: ContextAddress): TrainingProcess {
  const child = fork(ENTRY, [opener, path], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const state = { alive: true, lastWords: "" };
  child.stderr!.on("data", (chunk: Buffer) => {
    state.lastWords = (state.lastWords + chunk.toString()).slice(-LAST_WORDS);
  });
  const ended = endOf(child).then((end): ProcessEnd => {
    state.alive = false;
    return { ...end, lastWords: state.lastWords };
  });
  const tell = (order: Order) => {
    // A process that has just ended is noticed by its end.
    if (child.connected) child.send(order, () => {});
  };
  const killAfter = (limit: number) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), limit);
    void ended.then(() => clearTimeout(timer));
  };
  return {
    get alive() {
      return state.alive;
    },
    pid: child.pid,
    lastWords: () => state.lastWords,
    cancel(limit) {
      tell({ kind: "cancel" });
      killAfter(limit);
    },
    async run(index, task, events) {
      const seen = { step: 0, curve: [] as CurvePoint[] };
      const done = untilDone(child, index, {
        onStep(step, loss) {
          seen.step = step;
          events.onStep(step, loss);
        },
        onPoint(point) {
          seen.curve.push(point);
          events.onPoint(point);
        },
      });
      tell({ kind: "train", index, task });
      const outcome = await Promise.race([done.news, ended]);
      done.stop();
      if ("result" in outcome) return outcome.result;
      return { ...emptyResult(task), reason: endReason(outcome), steps: seen.step, curve: seen.curve };
    },
    async end(limit) {
      if (child.connected) child.disconnect();
      killAfter(limit);
      await ended;
    },
  };
}

/** Resolves when the process has ended and what it wrote has been read. */
function endOf(child: ChildProcess): Promise<Omit<ProcessEnd, "lastWords">> {
  return new Promise((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    // A parent that has closed the channel itself is never told "close" (seen in Node 20.20.2).
    child.once("exit", (code, signal) => {
      const { stderr } = child;
      if (!stderr || stderr.readableEnded) resolve({ code, signal });
      else stderr.once("end", () => resolve({ code, signal })).once("error", () => resolve({ code, signal }));
    });
  });
}

function untilDone(child: ChildProcess, index: number, events: ProcessEvents) {
  let stop = () => {};
  const news = new Promise<{ readonly result: TrialResult | undefined }>((resolve, reject) => {
    const listen = (message: unknown) => {
      const one = message as News;
      if (one.kind === "cannot open") reject(new Error(`a training process cannot begin: ${one.reason}`));
      else if (one.kind === "ready" || one.index !== index) return;
      else if (one.kind === "step") events.onStep(one.step, one.loss);
      else if (one.kind === "point") events.onPoint(one.point);
      else resolve({ result: one.result });
    };
    child.on("message", listen);
    stop = () => void child.off("message", listen);
  });
  return { news, stop };
}
