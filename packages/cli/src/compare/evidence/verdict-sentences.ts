import type { Verdict } from "../../statistics/verdict.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ComparisonVerdict } from "../protocol/results.ts";
import { measureOf } from "./measure.ts";

type Judged = Omit<ComparisonVerdict, "claim" | "caution">;
type Named = readonly { readonly loss: string }[];

/** The verdict in one sentence, and what that sentence rests on. */
export function verdictSentences(
  judged: Judged,
  verdict: Verdict,
  losses: Named,
  { rank, margin }: Pick<Plan, "rank" | "margin">,
): Pick<ComparisonVerdict, "claim" | "caution"> {
  const rests = `${judged.folds} folds x ${judged.repeats} ${judged.repeats === 1 ? "repeat" : "repeats"}, ${judged.images} images`;
  if (losses.length < 2)
    return { claim: "One loss alone: there is nothing to compare it with.", caution: "" };
  if (verdict.leader === undefined || judged.rows.length === 0)
    return {
      claim: `Undecided: ${verdict.reason ?? "nothing was scored"}.`,
      caution: `It rests on ${rests}.`,
    };
  const names = losses.map(({ loss }) => loss);
  return {
    claim: CLAIMS[judged.word](judged, names, verdict.leader, margin),
    caution: `Ranked by ${measureOf(rank).title}; ${rests}. ${nearest(judged, names)}`.trim(),
  };
}

const CLAIMS: Readonly<
  Record<
    ComparisonVerdict["word"],
    (judged: Judged, names: readonly string[], leader: number, margin: number) => string
  >
> = {
  better: (_judged, names, leader) => `${names[leader]} is best: ahead of every other loss.`,
  equivalent: ({ rows }, names, leader, margin) =>
    `${listed([names[leader], ...rows.filter(({ word }) => word === "equivalent").map(({ b }) => names[b])])} are equivalent within ${margin}; the others are worse.`,
  undecided: ({ candidates }, names) =>
    `Undecided: ${listed(candidates.map((k) => names[k]))} may each be the best.`,
  candidates: ({ candidates }, names) =>
    candidates.length === names.length
      ? "Candidates only: each of the losses may be the best."
      : `Candidates for the best: ${listed(candidates.map((k) => names[k]))}.`,
};

function nearest({ rows }: Judged, names: readonly string[]): string {
  const near = rows.reduce((a, b) => (b.difference < a.difference ? b : a));
  return `The nearest is ${names[near.b]}, about ${near.difference.toFixed(3)} behind (${near.low.toFixed(3)} to ${near.high.toFixed(3)}).`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
