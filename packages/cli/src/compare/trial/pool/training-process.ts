import { fileURLToPath } from "node:url";
import { servedProcess } from "../../../processes/served-process.ts";
import type { CurvePoint, TrialResult, TrialTask } from "../../protocol/trial.ts";
import { emptyResult } from "../empty-result.ts";
import { endReason } from "./end-reason.ts";
import type { News, Order } from "./messages.ts";

/** Told about the training that a process does. */
export interface ProcessEvents {
  onStep(step: number, loss: number): void;
  onPoint(point: CurvePoint): void;
}

/** A process that trains, one task at a time. */
export interface TrainingProcess {
  /** Says what the next tasks train on; before the first task, and never while one runs. */
  open(path: string): void;
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

/** Starts a process that trains. @param opener URL of a module, see `ContextAddress` */
export function trainingProcess(opener: string): TrainingProcess {
  const server = servedProcess<Order>(ENTRY, [opener]);
  return {
    open: (path) => server.tell({ kind: "open", path }),
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
      const answer = server.answer((message) =>
        resultIn(message as News, index, {
          onStep(step, loss) {
            seen.step = step;
            events.onStep(step, loss);
          },
          onPoint(point) {
            seen.curve.push(point);
            events.onPoint(point);
          },
        }),
      );
      server.tell({ kind: "train", index, task });
      const outcome = await answer;
      if ("result" in outcome) return outcome.result;
      return { ...emptyResult(task), reason: endReason(outcome), steps: seen.step, curve: seen.curve };
    },
    end: server.leave,
  };
}

/** The result of the training, once it is told; what is told before goes to the events. */
function resultIn(
  news: News,
  index: number,
  events: ProcessEvents,
): { readonly result: TrialResult | undefined } | undefined {
  if (news.kind === "cannot open") throw new Error(`a training process cannot begin: ${news.reason}`);
  if (news.index !== index) return undefined;
  if (news.kind === "step") events.onStep(news.step, news.loss);
  else if (news.kind === "point") events.onPoint(news.point);
  else return { result: news.result };
  return undefined;
}
