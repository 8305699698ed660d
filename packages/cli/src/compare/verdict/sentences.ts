import type { Budget } from "../protocol/plan.ts";
import type { ComparisonVerdict } from "../protocol/results.ts";
import type { ComparedLoss } from "./compared-loss.ts";
import { failureLimit } from "./failure-limit.ts";
import { listed } from "./listed.ts";
import type { Measure } from "./measures.ts";
import { minutesText } from "./minutes-text.ts";
import { repeatsRange } from "./repeats-range.ts";

/** What the sentences of a verdict need to know. */
export interface LossFacts {
  readonly losses: readonly ComparedLoss[];
  /** Losses of the plan, also those that the screen left out. */
  readonly planned: number;
  readonly measure: Measure;
  readonly means: readonly number[];
  readonly margin: number;
  readonly budget: Budget;
  readonly minutes: number | null;
  /** Of a scored training. */
  readonly steps: number;
  /** Whether every loss had its epochs. */
  readonly enough: boolean;
  /** Losses that are below the leader, but were still rising: they keep the verdict open. */
  readonly held: readonly number[];
  readonly reason: string | null;
  /** Mean score of the best constant prediction. */
  readonly baseline: number | null;
  readonly failures: readonly number[];
  readonly trainings: readonly number[];
}

/** What a reason says where nothing was learned. */
const CONSTANT = "constant";

type Decided = Omit<ComparisonVerdict, "claim" | "caution">;

/** The claim that the numbers allow, in one sentence, and what it does not say. */
export function sentences(verdict: Decided, facts: LossFacts): { claim: string; caution: string } {
  return { claim: claimOf(verdict, facts), caution: cautionOf(verdict, facts) };
}

function claimOf(verdict: Decided, facts: LossFacts): string {
  const { losses, planned, measure, means, margin, held, reason, baseline } = facts;
  const name = (k: number) => losses[k].loss;
  const mean = (k: number) => `mean ${measure.title} ${means[k].toFixed(3)}`;
  if (verdict.images === 0) return "No training ended with something to score.";
  if (losses.length === 1) return `${name(0)} reaches a ${mean(0)}; there is nothing to compare it with.`;
  if (verdict.rows.length === 0 && reason?.includes(CONSTANT) && baseline !== null) {
    const constant = `painting every pixel with one class (${baseline.toFixed(3)})`;
    return means[0] > baseline
      ? `Undecided: ${name(0)} leads with a ${mean(0)}, which these trainings do not show to be above ${constant}.`
      : `Nothing was learned: ${name(0)} leads with a ${mean(0)}, which is not above ${constant}.`;
  }
  if (verdict.rows.length === 0 && verdict.word === "candidates")
    return `Candidates: ${name(0)} leads with a ${mean(0)}, and every other loss may be as good or better (one split${verdict.repeats > 1 ? `, ${verdict.repeats} seeds` : ""}, ${verdict.images} images).`;
  if (verdict.rows.length === 0)
    return `Undecided: ${reason ?? "too few trainings have ended"}. ${name(0)} leads with a ${mean(0)}.`;
  const undecided = verdict.rows.filter(({ word }) => word === "undecided");
  const untold = undecided.filter(({ b }) => !held.includes(b));
  const open = untold.length > 0 ? untold : undecided;
  // Of those that are open the least sure one: its interval holds 0, while that of a smaller lead may not.
  const nearest =
    open.length > 0
      ? open.reduce((a, b) => (b.p > a.p ? b : a))
      : verdict.rows.reduce((a, b) => (b.difference < a.difference ? b : a));
  const plan = `${verdict.folds} folds${verdict.repeats > 1 ? ` x ${verdict.repeats} repeats` : ""}, ${verdict.images} images`;
  const by = `${name(nearest.b)} by about ${digits(nearest.difference)} (${digits(nearest.low)} to ${digits(nearest.high)}; ${plan})`;
  const leader = verdict.rows[0].a;
  const others = verdict.candidates.filter((k) => k !== leader);
  if (verdict.word === "better")
    return planned > losses.length
      ? `${name(leader)} is best of the ${losses.length} losses that were scored: ahead of every other, nearest ${by}.`
      : `${name(leader)} is best: ahead of every other loss, nearest ${by}.`;
  if (verdict.word === "equivalent") {
    const equal = verdict.rows.filter(({ word }) => word === "equivalent").map(({ b }) => name(b));
    const rest = verdict.rows.length > equal.length ? "; the others are worse" : "";
    return `${listed([name(leader), ...equal])} are equivalent within ${margin} (${plan})${rest}.`;
  }
  const lead = `${name(leader)} leads with a ${mean(leader)}`;
  if (verdict.word === "candidates") {
    if (others.length === 0)
      return `Candidate: ${lead}; no other loss came within its reach in these trainings (${plan}).`;
    const who = others.length === losses.length - 1 ? "every other loss" : listed(others.map(name));
    return `Candidates: ${lead}, and ${who} may be as good or better (${plan}).`;
  }
  const late =
    held.length > 0
      ? `; ${listed(held.map(name))} ${held.length === 1 ? "was" : "were"} still rising and may catch up`
      : "";
  const equal = verdict.rows.filter(({ word }) => word === "equivalent").map(({ b }) => name(b));
  const same = equal.length > 0 ? ` (as does ${listed(equal)}, equivalent within ${margin})` : "";
  const where =
    untold.length > 0
      ? `not to be told from ${listed(untold.map(({ b }) => name(b)))}; nearest ${by}`
      : `ahead of ${by}`;
  return `Undecided: ${lead}${same}, ${where}${late}.`;
}

function cautionOf(verdict: Decided, facts: LossFacts): string {
  const parts = [
    whyOpen(verdict, facts),
    risingText(verdict, facts),
    missedText(facts),
    failureText(verdict, facts),
  ];
  return parts.flat().join(" ");
}

function whyOpen(verdict: Decided, facts: LossFacts): string[] {
  const { budget, enough, losses } = facts;
  if (losses.length === 1) return [];
  if (!enough)
    return [
      `The trainings are shorter than 3 epochs or 300 steps, which says little of a loss${verdict.word === "candidates" ? ": these are candidates, whatever the numbers say" : ""}.`,
    ];
  if (verdict.word === "candidates" && verdict.rows.length === 0)
    return [
      "One split of the images says nothing of how another would have come out, so no winner is named; segloss compare trains on folds.",
    ];
  if (verdict.word === "candidates" && budget === "quick")
    return [
      "A quick comparison has too few trainings to estimate their noise and names no winner; --budget standard would go on with them.",
    ];
  if (verdict.word === "candidates")
    return ["Too few trainings to estimate their noise: --repeats 2, or more folds, would tell."];
  if (!verdict.needed || isTooShort(verdict, facts)) return [];
  const { kind, repeats, images, minutes, target, showsNow } = verdict.needed;
  const many = `a difference of ${digits(target)}`;
  if (showsNow <= target)
    return [`These trainings would show ${many} in four of five cases, and what they show is less.`];
  if (kind === "repeats") {
    const range = repeatsRange(repeats!, verdict.repeats);
    const time = minutes === null ? "" : `, some ${minutesText(minutes)} more`;
    return [`About ${repeats} repeats (${range}) would show ${many}${time}: --repeats ${repeats}.`];
  }
  if (kind === "images") return [`About ${images} images with ${repeats} repeats would show ${many}.`];
  return [`To show ${many} is out of reach with images like these.`];
}

function risingText(verdict: Decided, facts: LossFacts): string[] {
  const { losses, held, steps } = facts;
  const others = losses.filter(({ rising }, k) => rising && !held.includes(k)).map(({ loss }) => loss);
  const verb = others.length === 1 ? "was" : "were";
  return [
    ...(others.length > 0 ? [`${listed(others)} ${verb} still rising when the training ended.`] : []),
    ...(isTooShort(verdict, facts)
      ? [`Longer trainings would tell: --steps ${2 * steps}, or more minutes.`]
      : []),
  ];
}

/** Whether longer trainings come before more of them: a loss that keeps the verdict open was still rising, or none has learned anything yet. */
function isTooShort({ word, rows, late = [] }: Decided, { losses, enough, reason }: LossFacts): boolean {
  if (word !== "undecided") return false;
  const hasLearned = rows.length > 0 || !reason?.includes(CONSTANT);
  return late.length > 0 || (!hasLearned && enough && losses.some(({ rising }) => rising));
}

/** Of more classes than these nobody reads a sentence each. */
const MOST_CLASSES = 3;

function missedText({ losses, trainings }: LossFacts): string[] {
  const byClass = new Map<string, string[]>();
  for (const [k, { loss, missed }] of losses.entries())
    for (const one of missed) {
      const all =
        one.of === trainings[k] ? `${one.of} trainings` : `the ${one.of} trainings that had it to learn from`;
      const told = byClass.get(one.class) ?? byClass.set(one.class, []).get(one.class)!;
      told.push(`by ${loss} in ${one.trainings} of ${all}`);
    }
  const classes = [...byClass].slice(0, MOST_CLASSES);
  const more = byClass.size - classes.length;
  return [
    ...classes.map(([name, told]) => `${name} was not found ${listed(told)}; longer ones may.`),
    ...(more > 0 ? [`So it is with ${more} more ${more === 1 ? "class" : "classes"}.`] : []),
  ];
}

function failureText(verdict: Decided, { losses, failures, trainings }: LossFacts): string[] {
  const failed = losses.flatMap(({ loss }, k) =>
    failures[k] > 0 ? [`${loss} ${failures[k]} of ${trainings[k]}`] : [],
  );
  const told = failed.length > 0 ? [`Trainings failed: ${listed(failed)}.`] : [];
  if (verdict.winner === null || failures[verdict.winner] > 0) return told;
  const limit = Math.round(100 * failureLimit(0, trainings[verdict.winner]));
  return [
    ...told,
    `0 of its ${trainings[verdict.winner]} trainings failed (a rate up to ${limit} % is not excluded).`,
  ];
}

/** Two digits. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(2)));
}
