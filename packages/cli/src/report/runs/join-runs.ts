import type { Plan } from "../../compare/protocol/plan.ts";
import type { ComparisonResults, LossResult } from "../../compare/protocol/results.ts";
import { judgeLosses } from "../../compare/verdict/judge-losses.ts";
import type { Pictures } from "../comparison/pictures.ts";
import type { ComparisonView } from "../comparison/view.ts";
import type { Run } from "./run.ts";

/** Runs that share folds, seeds and settings as one comparison: all losses, one verdict. See `whyApart`. */
export function joinRuns(runs: readonly Run[]): ComparisonView {
  const [{ results: first }] = runs;
  const all = runs.map(({ results }) => results);
  const trained = distinct(runs);
  const plan = joinedPlan(all, trained);
  const { losses, verdict, baselines } = judgeLosses(trained, plan, first.data);
  const results: ComparisonResults = {
    ...first,
    ...{ plan, losses, baselines, complete: all.every(({ complete }) => complete) },
    command: all.map(({ command }) => command).join("\n"),
    screen: all.flatMap(({ screen }) => screen),
    unfinished: all
      .flatMap(({ unfinished }) => unfinished)
      .filter((loss) => !losses.some((one) => one.loss === loss)),
    verdict: { ...verdict, caution: `${verdict.caution} ${afterwards(runs)}`.trim() },
    startedAt: all.map(({ startedAt }) => startedAt).sort()[0],
    seconds: sum(all.map(({ seconds }) => seconds)),
    spent: {
      steps: sum(all.map(({ spent }) => spent.steps)),
      validation: sum(all.map(({ spent }) => spent.validation)),
      test: sum(all.map(({ spent }) => spent.test)),
      setUp: sum(all.map(({ spent }) => spent.setUp)),
    },
  };
  return { results, pictures: joinedPictures(runs, losses) };
}

/** A plan that was made after results were seen has no guarantee. */
function afterwards(runs: readonly Run[]): string {
  const processors = new Set(runs.map(({ results }) => JSON.stringify(results.plan.environment)));
  const other = processors.size > 1 ? " They ran with other versions or processors." : "";
  return `Joined from ${runs.map(({ name }) => name).join(", ")}: the 5 % hold if that was planned before the results of any were seen.${other}`;
}

/** Every loss once, with its run as a note; of one that several runs trained, the run with more trainings, else the first. */
function distinct(runs: readonly Run[]): LossResult[] {
  const known = new Map<string, LossResult>();
  for (const { name, results } of runs)
    for (const loss of results.losses) {
      const note = [loss.note, `of ${name}`].filter((text) => text !== null).join("; ");
      const before = known.get(loss.loss);
      if (!before || before.trials.length < loss.trials.length) known.set(loss.loss, { ...loss, note });
    }
  return [...known.values()];
}

function joinedPlan(all: readonly ComparisonResults[], losses: readonly LossResult[]): Plan {
  const plans = all.map(({ plan }) => plan);
  const reference = plans[0].reference;
  const agreed = plans.every((plan) => plan.reference === reference);
  return {
    ...plans[0],
    budget: plans.find(({ budget }) => budget === "quick")?.budget ?? plans[0].budget,
    losses: losses.map(({ loss, note }) => ({ loss, note, variants: [loss] })),
    reference: agreed ? reference : null,
  };
}

/** Images once each, with the predictions of all runs that show it. */
function joinedPictures(runs: readonly Run[], losses: readonly LossResult[]): Pictures {
  const all = runs.map(({ pictures }) => pictures).filter(({ images }) => images.length > 0);
  if (all.length === 0) return runs[0].pictures;
  const images = new Map<number, Pictures["images"][number]>();
  for (const one of all.flatMap((pictures) => pictures.images)) {
    const before = images.get(one.image);
    const shown = before?.predictions ?? [];
    const fresh = one.predictions.filter(
      ({ loss }) => losses.some((own) => own.loss === loss) && !shown.some((own) => own.loss === loss),
    );
    images.set(one.image, {
      ...one,
      why: before ? `${before.why}; ${one.why}` : one.why,
      predictions: [...shown, ...fresh],
    });
  }
  return { ...all[0], images: [...images.values()] };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
