import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dataError } from "../../data/data-error.ts";
import type { ImageSource } from "../../data/image-source.ts";
import type { Speed } from "../plan/cost.ts";
import { assessedBatches } from "../protocol/assessed-batches.ts";
import { lossFileName } from "../protocol/loss-file-name.ts";
import type { Plan } from "../protocol/plan.ts";
import type { TrialResult, TrialTask } from "../protocol/trial.ts";
import type { RunTasks } from "../trial/pool/run-tasks.ts";
import type { ContextAddress } from "../trial/trial-context.ts";
import { resultPath } from "../trial/trial-paths.ts";

/** Steps of the trainings that measure; the first also lays out memory and is not counted. */
const STEPS = 6;
/** Most images that they test, and their pixels in millions where one has fewer: the first ones take longer. */
const MOST_TESTED = 8;
const MOST_MEGAPIXELS = 1;

export interface MeasureSpeedOptions {
  readonly source: ImageSource;
  /** Folder of the comparison. */
  readonly folder: string;
  readonly runTasks: RunTasks;
  say(text: string): void;
}

/**
 * Short trainings of every loss (of a family one setting, since all cost the same), as many at a time as later, and what they took.
 *
 * @throws DataError where none of them ends
 */
export async function measureSpeed(
  context: ContextAddress,
  { losses, validation, finals, training }: Plan,
  { source, folder, runTasks, say }: MeasureSpeedOptions,
): Promise<Speed> {
  const train = finals.fold[0].flatMap((fold, image) => (fold >= 0 ? [image] : []));
  const test = testedImages(source, train);
  const tasks = losses.map(
    ({ variants: [loss] }, k): TrialTask => ({
      ...{
        id: `speed-${k}-${lossFileName(loss)}`,
        purpose: "speed",
        loss,
        rate: 1e-3,
        seed: 1,
        repeat: null,
        fold: null,
      },
      ...{ steps: STEPS, points: 1, train, validation, test },
    }),
  );
  // A single training has the machine for itself; with as many as later each has its share.
  // Those that many machines do at a time are not all for this one.
  const atOnce = Math.min(training.atOnce, availableParallelism());
  const crowd = [...tasks, ...tasks.slice(0, Math.max(0, atOnce - tasks.length)).map(doubled)];
  const steps = crowd.map(() => 0);
  const sayHowFar = () => {
    const done = steps.reduce((all, one) => all + one, 0);
    say(`measuring the speed of this machine: ${done} of ${STEPS * crowd.length} steps`);
  };
  sayHowFar();
  const results = await runTasks(context, crowd, {
    atOnce,
    events: {
      onStep(index, step) {
        steps[index] = step;
        sayHowFar();
      },
    },
  });
  await Promise.all(crowd.map((task) => rm(resultPath(folder, task), { force: true })));
  const sound = results.filter((one): one is TrialResult => one !== undefined && one.steps === STEPS);
  if (sound.length === 0)
    throw dataError(
      `no training could begin: ${results.find((one) => one?.reason)?.reason ?? "interrupted"}`,
    );
  const mean = (of: (result: TrialResult) => number) =>
    sound.reduce((sum, one) => sum + of(one), 0) / sound.length;
  const stepOf = ({ timing }: TrialResult) => timing.laterSteps / (STEPS - 1);
  return {
    setUp: mean(({ timing }) => timing.setUp + timing.firstStep),
    perAssessedBatch: mean(({ timing }) => timing.validation) / assessedBatches(STEPS, 1),
    perMegapixel: mean(({ timing }) => timing.test) / megapixelsOf(source, test),
    perStep: new Map(
      losses.flatMap(({ variants }) => {
        const own = sound.find(({ task }) => task.loss === variants[0]);
        return variants.map((loss) => [loss, own ? stepOf(own) : mean(stepOf)] as const);
      }),
    ),
  };
}

function testedImages(source: ImageSource, train: readonly number[]): readonly number[] {
  const first = train.slice(0, MOST_TESTED);
  const over = first.findIndex((_, k) => megapixelsOf(source, first.slice(0, k + 1)) > MOST_MEGAPIXELS);
  return over < 0 ? first : first.slice(0, Math.max(1, over));
}

function megapixelsOf({ images }: ImageSource, some: readonly number[]): number {
  return some.reduce((sum, image) => sum + images[image].width * images[image].height, 0) / 1e6;
}

function doubled(task: TrialTask): TrialTask {
  return { ...task, id: `${task.id}-again` };
}
