import {
  carryOutTrial,
  checkLoss,
  chooseLosses,
  chooseRates,
  cropBatches,
  emptyResult,
  failureReason,
  finalists,
  finalTasks,
  leavesOut,
  makeContext,
  type OpenedSet,
  outputsOf,
  type Plan,
  splitPlan,
  type TrialContext,
  type TrialKeeper,
  type TrialResult,
  type TrialTask,
} from "@segloss/cli/training";
import { type Runtime, type Trainer, webRuntime } from "@segloss/train";
import type { Settings } from "../state/settings.ts";
import { finish } from "./finish.ts";
import { environmentHere, threadsHere } from "./host.ts";
import { makeLivePredictions } from "./live-predictions.ts";
import type { Answer, SavedModel } from "./messages.ts";
import { makeMoments } from "./moments.ts";
import { makeTurns } from "./turns.ts";

/** What a training says, without the number of its question. */
export type Said = Answer extends infer One ? (One extends Answer ? Omit<One, "id"> : never) : never;

/** Trainings under way. */
export interface Training {
  pause(): void;
  resume(): void;
  /** Ends them at their next step; the networks stay as they are. */
  stop(): void;
}

/** Assessments of the validation images: often enough for a curve, as few as cost little. */
function pointsOf(steps: number): number {
  return Math.min(24, Math.max(4, Math.round(steps / 15)));
}

/** Trains every loss of the settings side by side, and says how it goes. */
export function startTraining(
  set: OpenedSet,
  { settings, address }: { readonly settings: Settings; readonly address: string },
  say: (said: Said) => void,
): Training {
  const turns = makeTurns();
  const state = { isStopped: false };
  const run = async () => {
    const misfit = misfitOf(set, settings);
    if (misfit) return say(misfit);
    const chosen = await runtimeFor(set, settings, say);
    const began = { startedAt: new Date(), at: performance.now() };
    const { plan, runtime } = chosen;
    const { source, facts } = set;
    const drawCrops: TrialContext["drawCrops"] = (options) => cropBatches(source, options);
    const context = makeContext({ plan, source, runtime, folder: "", drawCrops, ...facts });
    const screen = chooseLosses(plan, chooseRates(plan, []), []);
    const tasks = finalTasks(plan, finalists(screen));
    const moments = makeMoments((all) => say({ kind: "moments", moments: all }));
    const models: SavedModel[] = [];
    const trials: TrialResult[] = [];
    for (let repeat = 0; repeat < plan.finals.repeats && !state.isStopped; repeat++) {
      const own = tasks.filter((task) => task.repeat === repeat);
      trials.push(...(await sideBySide(context, own, { turns, state, moments, models, say })));
      moments.flush();
    }
    say({ kind: "models", models });
    if (state.isStopped) return say({ kind: "stopped" });
    const seconds = (performance.now() - began.at) / 1000;
    const progressed = { plan, screen, trials, startedAt: began.startedAt, seconds };
    const rest = { command: `npx segloss studio\n${address}`, environment: plan.environment };
    say({ kind: "ended", ended: await finish(set, { ...progressed, ...rest }, models) });
  };
  run().catch((error: unknown) => say({ kind: "failed", of: "start", text: failureReason(error) }));
  return {
    pause: turns.pause,
    resume: turns.resume,
    stop() {
      state.isStopped = true;
      turns.resume();
    },
  };
}

/** What of the losses does not fit the data. */
function misfitOf({ source }: OpenedSet, { losses, size }: Settings): Said | undefined {
  const fit = {
    ...{ name: source.name, ...outputsOf(source, []), deepSupervision: false },
    ignoring: leavesOut(source, { training: { size } }),
    hasObjects: source.images.every((image) => image.hasObjects),
  };
  for (const [loss, text] of losses.entries())
    try {
      checkLoss(text, fit);
    } catch (error) {
      return { kind: "misfit", loss, text: (error as Error).message };
    }
  return undefined;
}

interface Chosen {
  readonly plan: Plan;
  readonly runtime: Runtime;
}

/** The GPU where it was asked for and its first step is the CPU's; else the CPU, with the reason. */
async function runtimeFor(set: OpenedSet, settings: Settings, say: (said: Said) => void): Promise<Chosen> {
  const threads = threadsHere();
  let refused: string | null = null;
  if (settings.on === "webgpu") {
    const plan = planOf(set, settings, threads, "webgpu");
    const runtime = webRuntime({ provider: "webgpu" });
    try {
      await firstStep(set, plan, runtime);
      say({ kind: "began", began: { provider: "webgpu", threads, refused } });
      return { plan, runtime };
    } catch (error) {
      refused = failureReason(error);
    }
  }
  say({ kind: "began", began: { provider: "cpu", threads, refused } });
  return { plan: planOf(set, settings, threads, "wasm"), runtime: webRuntime() };
}

/** One step of the first loss, whose results the runtime compares with the CPU's. @throws Error where they differ */
async function firstStep({ source, facts }: OpenedSet, plan: Plan, runtime: Runtime): Promise<void> {
  const drawCrops: TrialContext["drawCrops"] = (options) => cropBatches(source, options);
  const context = makeContext({ plan, source, runtime, folder: "", drawCrops, ...facts });
  const [task] = finalTasks(plan, finalists(chooseLosses(plan, chooseRates(plan, []), [])));
  const watcher = { onStep() {}, onPoint() {}, cancelled: () => false };
  await carryOutTrial(context, { ...task!, steps: 1, points: 1, test: [] }, watcher, {
    save: async () => {},
    saveModel: async () => "",
    peakMemory: () => 0,
  });
}

function planOf(set: OpenedSet, settings: Settings, threads: number, provider: string): Plan {
  const { losses, width, depth, size, batch, steps, rate, seed, seeds } = settings;
  return splitPlan(set, {
    ...{ source: set.source.name, losses, size, batch, steps, rate, seed, seeds, threads, provider },
    network: { kind: "unet", width, depth, normalization: "group", deepSupervision: false },
    points: pointsOf(steps),
    environment: environmentHere(),
  });
}

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
async function sideBySide(
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
  const keep = async (trainer: Trainer) => {
    const name = `${task.id}.onnx`;
    models.push({ loss: task.loss, repeat: repeat + 1, name, bytes: await trainer.save() });
    return name;
  };
  const keeper: TrialKeeper = {
    around(trainer) {
      made();
      return inTurns(trainer, turns, async (step) => {
        if (repeat === 0) await shown.look(loss, step, trainer, step === 1 || step === task.steps);
        if (step === task.steps && loss === 0) say({ kind: "testing" });
      });
    },
    save: async (_progress, trainer) => void (state.isStopped && (await keep(trainer))),
    saveModel: keep,
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
