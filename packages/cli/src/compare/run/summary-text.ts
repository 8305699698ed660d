import { dirname, join } from "node:path";
import { indented } from "../../terminal/prose.ts";
import { shellWord } from "../../terminal/shell-word.ts";
import type { ComparisonResults, LossResult } from "../protocol/results.ts";
import { trialStates } from "../protocol/trial.ts";
import { listed } from "../verdict/listed.ts";
import { measureOf } from "../verdict/measures.ts";

/** What the terminal shows in the end: the ranking, the verdict, and what to do next. */
export function summaryText(results: ComparisonResults, report: string, folder: string): string {
  const { verdict, losses, complete, plan } = results;
  const rows = losses.map((one) => [one.loss, outcome(one, results)] as const);
  const partial = complete
    ? []
    : [
        `Partial: ${results.unfinished.length > 0 ? `no scored training of ${results.unfinished.join(", ")}; ` : ""}--resume goes on.`,
      ];
  const lines = [...partial, verdict.claim, verdict.caution].filter((line) => line !== "");
  lines.push(...droppedText(results), ...failedText(results));
  const best = losses[verdict.rows[0]?.a ?? 0];
  // Networks that are no better than one class everywhere are of no use to anybody.
  const floor = Math.max(...results.baselines.map(({ score }) => score ?? Number.NEGATIVE_INFINITY));
  const model =
    (best.score?.mean ?? 0) > floor ? best.trials.find((trial) => trial.model !== null)?.model : undefined;
  const next = model
    ? [
        `Its networks on new images: npx segloss predict ${shellWord(join(folder, dirname(model)))} IMAGES -o MASKS`,
      ]
    : [];
  const measure = measureOf(plan.rank).title;
  return `\n${measure}, mean over images (95 % interval)\n${indented(rows, 100)}\n\n${[...lines, ...next].join("\n")}\n\nReport: ${report}\n`;
}

/** What the screen kept from being scored, of which the verdict says nothing. */
function droppedText({ screen, plan }: ComparisonResults): string[] {
  const of = (outcome: string) => screen.filter((one) => one.outcome === outcome).map(({ loss }) => loss);
  const [out, left] = [of("out of reach"), of("left out")];
  return [
    ...(out.length > 0 ? [`Out of reach on the validation images, and not scored: ${listed(out)}.`] : []),
    ...(left.length > 0
      ? [
          `In reach, and not scored, since ${plan.budget} scores ${plan.screen.finalists}: ${listed(left)}; they may be as good.`,
        ]
      : []),
  ];
}

/** Trainings that came to no end for want of memory, of room or the like; those of a loss that diverges are no such thing. */
function failedText({ losses, complete }: ComparisonResults): string[] {
  const failed = losses.reduce((sum, { states }) => sum + states.failed, 0);
  if (failed === 0 || !complete) return [];
  return [
    `${failed} ${failed === 1 ? "training" : "trainings"} ended with an error, which says nothing of a loss: --resume tries ${failed === 1 ? "it" : "them"} again.`,
  ];
}

function outcome(one: LossResult, { plan }: ComparisonResults): string {
  if (!one.score) return stateText(one);
  const digits = plan.rank === "hd95" ? 2 : 3;
  const { mean, low, high } = one.score;
  const interval =
    low === null || high === null ? "" : ` (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
  return `${mean.toFixed(digits)}${interval}  rate ${one.rate}  ${stateText(one)}`;
}

function stateText({ states, trials }: LossResult): string {
  return trialStates
    .filter((state) => states[state] > 0)
    .map((state) => (states[state] === trials.length ? state : `${states[state]} ${state}`))
    .join(", ");
}
