import {
  carryOutTrial,
  emptyResult,
  failureReason,
  type TrialContext,
  type TrialKeeper,
  type TrialResult,
  type TrialTask,
} from "@segloss/cli/training";
import type { Trainer } from "@segloss/train";
import { makeLivePredictions } from "./live-predictions.ts";
import type { SavedModel } from "./messages.ts";
import type { makeMoments } from "./moments.ts";
import type { Said } from "./said.ts";
import type { makeTurns } from "./turns.ts";

/** What trainings share. */
interface Shared {
  readonly turns: ReturnType<typeof makeTurns>;
  readonly state: { readonly isStopped: boolean };
  readonly moments: ReturnType<typeof makeMoments>;
  /** Networks that came of it; more are added. */
  readonly models: SavedModel[];
  readonly say: (said: Said) => void;
}

/** Trainings of the same weights on the same batches, one for each loss, in turns. */
export async function sideBySide(
  context: TrialContext,
  tasks: readonly TrialTask[],
  shared: Shared,
): Promise<TrialResult[]> {
  const { turns, say } = shared;
  const [{ test }] = tasks as [TrialTask, ...TrialTask[]];
  const shown = makeLivePredictions(context.plan, context.source, test, (one) =>
    say({ kind: "shown", shown: one }),
  );
  // A runtime makes one session at a time; nobody begins before all are there.
  turns.pause();
  const running: Promise<TrialResult | undefined>[] = [];
  for (const [loss, task] of tasks.entries())
    await new Promise<void>((made) => {
      const one = trained(context, task, loss, shared, shown, made);
      running.push(one.finally(made));
    });
  turns.resume();
  return (await Promise.all(running)).filter((one) => one !== undefined);
}

async function trained(
  context: TrialContext,
  task: TrialTask,
  loss: number,
  { turns, state, moments, models, say }: Shared,
  shown: ReturnType<typeof makeLivePredictions>,
  made: () => void,
): Promise<TrialResult | undefined> {
  const repeat = task.repeat ?? 0;
  const name = `${task.id}.onnx`;
  const keeper: TrialKeeper = {
    around(trainer) {
      made();
      return inTurns(trainer, turns, async (step) => {
        if (repeat === 0) await shown.look(loss, step, trainer, step === 1 || step === task.steps);
        if (step === task.steps && loss === 0) say({ kind: "testing" });
      });
    },
    async save({ step }, trainer) {
      // At its end before it is tested, and where it was stopped.
      const isKept = models.some((one) => one.name === name);
      if (isKept || (!state.isStopped && step < task.steps)) return;
      models.push({ loss: task.loss, repeat: repeat + 1, name, bytes: await trainer.save() });
    },
    saveModel: async () => name,
    peakMemory: () => 0,
  };
  const watcher = {
    onStep: (step: number, value: number) => moments.step(loss, repeat, step, value),
    onPoint: (point: Parameters<typeof moments.point>[2]) => moments.point(loss, repeat, point),
    cancelled: () => state.isStopped,
  };
  return carryOutTrial(context, task, watcher, keeper).catch((error: unknown) => ({
    ...emptyResult(task),
    reason: failureReason(error),
  }));
}

/** The trainer, whose steps and predictions wait for their turn. @param after each step, in the same turn */
function inTurns(trainer: Trainer, turns: Shared["turns"], after: (step: number) => Promise<void>): Trainer {
  return {
    ...trainer,
    step: (batch) =>
      turns.take(async () => {
        const report = await trainer.step(batch);
        if (report.finite) await after(report.step);
        return report;
      }),
    predict: (images, shape) => turns.take(() => trainer.predict(images, shape)),
  };
}
