import type { ImageSource } from "../../data/image-source.ts";
import { classShares } from "../protocol/class-shares.ts";
import type { Plan, PlannedRegion } from "../protocol/plan.ts";
import {
  type ComparisonResults,
  type DataDescription,
  RESULTS_VERSION,
  type ScreenedLoss,
} from "../protocol/results.ts";
import type { TrialResult } from "../protocol/trial.ts";
import { regionView } from "../regions/region-view.ts";
import { describeLoss } from "../verdict/describe-loss.ts";
import { judgeLosses } from "../verdict/judge-losses.ts";
import { trialSummary } from "../verdict/trial-summary.ts";
import { finalists } from "./choose.ts";
import type { DataFacts } from "./opened-set.ts";
import { finalTasks } from "./tasks.ts";

/** What a comparison has come to. */
export interface Progressed {
  readonly plan: Plan;
  readonly screen: readonly ScreenedLoss[];
  /** Results of all trainings so far, those that choose among them. */
  readonly trials: readonly TrialResult[];
  readonly startedAt: Date;
  readonly seconds: number;
  readonly command: string;
  /** What the numbers depend on besides, for the record. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Ranks what has ended and says what follows. Everything in it is worked out from the evidence of the trainings. */
export function buildResults(
  source: ImageSource,
  facts: DataFacts,
  progressed: Progressed,
): ComparisonResults {
  const { plan, screen, trials } = progressed;
  const { scored } = facts;
  const finals = inOrder(trials.filter(({ task }) => task.purpose === "final"));
  const tried = finalists(screen).flatMap((one) => {
    const own = finals.filter(({ task }) => task.loss === one.loss);
    const { note } = plan.losses.find(({ loss }) => loss === one.planned)!;
    return own.length > 0
      ? [{ ...one, note, trials: own.map((trial) => trialSummary(trial, scored, plan.training.provider)) }]
      : [];
  });
  const { regions } = plan;
  const data = {
    ...describe(regionView(source, regions), facts, plan.data.groups),
    ...(regions.length > 0 && { regions: namedRegions(regions, source.classes) }),
  };
  const { losses, verdict, baselines } = judgeLosses(
    tried.map((one) => describeLoss(one, data)),
    plan,
    data,
  );
  const wanted = finalTasks(plan, finalists(screen));
  return {
    version: RESULTS_VERSION,
    complete:
      screen.length > 0 &&
      wanted.length > 0 &&
      wanted.every(({ id }) => finals.some(({ task }) => task.id === id)),
    plan,
    command: progressed.command,
    ...{ data, screen, losses },
    unfinished: plan.losses
      .filter(({ loss }) => {
        const screened = screen.find((one) => one.loss === loss);
        return (
          !screened || (screened.outcome === "went on" && !tried.some(({ planned }) => planned === loss))
        );
      })
      .map(({ loss }) => loss),
    ...{ verdict, baselines },
    environment: progressed.environment,
    startedAt: progressed.startedAt.toISOString(),
    seconds: progressed.seconds,
    spent: spentOn(trials),
  };
}

function namedRegions(
  regions: readonly PlannedRegion[],
  classes: readonly string[],
): NonNullable<DataDescription["regions"]> {
  return regions.map((one) => ({ name: one.name, classes: one.classes.map((c) => classes[c]) }));
}

/** By repeat and fold, whichever ended first: sums depend on the order in their last bits. */
function inOrder(finals: readonly TrialResult[]): TrialResult[] {
  return [...finals].sort((a, b) => a.task.repeat! - b.task.repeat! || a.task.fold! - b.task.fold!);
}

function describe(source: ImageSource, facts: DataFacts, groups: readonly string[]): DataDescription {
  const { name, classes, channels, credit = null, images, ignore, masks } = source;
  const left = masks?.ignore ?? ignore;
  return {
    ...{ name, classes, channels, credit, ...facts },
    ...(left !== undefined && { ignore: left }),
    ...(masks?.renumbered && { renumbered: true }),
    classShares: classShares(images, classes.length),
    classImages: classes.map((_, c) => images.filter(({ classPixels }) => classPixels[c] > 0).length),
    images: images.map(({ name: own, width, height, spacing, slice, group, classPixels }, i) => ({
      ...{ name: own, group: groups[i], width, height, ...(spacing && { spacing }) },
      ...(slice !== undefined && { volume: group }),
      holds: classPixels.flatMap((count, c) => (count > 0 ? [c] : [])),
    })),
    unit: images.every(({ spacing }) => spacing) ? "mm" : "pixels",
  };
}

function spentOn(trials: readonly TrialResult[]): ComparisonResults["spent"] {
  const sum = (of: (timing: TrialResult["timing"]) => number) =>
    trials.reduce((all, { timing }) => all + of(timing), 0);
  return {
    steps: sum(({ firstStep, laterSteps }) => firstStep + laterSteps),
    validation: sum(({ validation }) => validation),
    test: sum(({ test }) => test),
    setUp: sum(({ setUp }) => setUp),
  };
}
