import {
  carryOutTrial,
  chooseLosses,
  chooseRates,
  cropBatches,
  failureReason,
  finalists,
  finalTasks,
  makeContext,
  type OpenedSet,
  type Plan,
  splitPlan,
} from "@segloss/cli/training";
import { type Runtime, webRuntime } from "@segloss/train";
import type { Settings } from "../state/settings.ts";
import { environmentHere, threadsHere } from "./host.ts";
import type { Said } from "./said.ts";

/** Assessments of the validation images: often enough for a curve, as few as cost little. */
function pointsOf(steps: number): number {
  return Math.min(24, Math.max(4, Math.round(steps / 15)));
}

/** What trains, and the plan that says so. */
export interface Chosen {
  readonly plan: Plan;
  readonly runtime: Runtime;
}

/** The GPU where it was asked for and its first step is the CPU's; else the CPU, with the reason. */
export async function chooseRuntime(
  set: OpenedSet,
  settings: Settings,
  say: (said: Said) => void,
): Promise<Chosen> {
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
  const context = makeContext({
    ...{ plan, source, runtime, folder: "", ...facts },
    drawCrops: (options) => cropBatches(source, options),
  });
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
