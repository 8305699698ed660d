import {
  chooseLosses,
  chooseRates,
  cropBatches,
  failureReason,
  finalists,
  finalTasks,
  makeContext,
  type OpenedSet,
  type TrialContext,
  type TrialResult,
} from "@segloss/cli/training";
import type { Settings } from "../state/settings.ts";
import { chooseRuntime } from "./choose-runtime.ts";
import { finish } from "./finish.ts";
import type { SavedModel } from "./messages.ts";
import { misfitOf } from "./misfit-of.ts";
import { makeMoments } from "./moments.ts";
import type { Said } from "./said.ts";
import { sideBySide } from "./side-by-side.ts";
import { makeTurns } from "./turns.ts";

/** Trainings under way. */
export interface Training {
  pause(): void;
  resume(): void;
  /** Ends them at their next step; the networks stay as they are. */
  stop(): void;
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
    const chosen = await chooseRuntime(set, settings, say);
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
