import { REPETITION_NOISE } from "./rank-losses.ts";
import type { ComparisonResults, LossResult } from "./results.ts";

/** A Dice below this means that a class is missed entirely. */
const NEVER = 0.005;

/** What a comparison shows, in one sentence, and why no more can be said, in another. */
export interface Headline {
  readonly claim: string;
  readonly caution: string;
}

/** The claim that the numbers allow. */
export function headline(results: Pick<ComparisonResults, "losses" | "settings" | "unfinished">): Headline {
  const alive = results.losses.filter(({ dice }) => dice !== null);
  if (alive.length === 0)
    return { claim: "No training ended with a usable network.", caution: divergedText(results.losses) };
  const [best, ...others] = alive;
  if (others.length === 0) {
    const claim = `${best.loss} reaches a mean Dice of ${three(best)}.`;
    return { claim, caution: divergedText(results.losses) || "There is nothing to compare it with." };
  }
  const tied = others.filter((other) => other.tied);
  const claim =
    tied.length === 0
      ? winner(best, others[0], results.settings.seeds.length)
      : tie(best, tied, others.length);
  return { claim, caution: `${caution(results)} ${divergedText(results.losses)}`.trim() };
}

/** Classes that some losses miss entirely, said with their share of the pixels; nothing when there are none. */
export function missedClasses({ losses, data }: Pick<ComparisonResults, "losses" | "data">): string[] {
  const alive = losses.filter(({ dice }) => dice !== null);
  return data.classes.flatMap((name, c) => {
    const missing = alive.filter(({ classDice }) => classDice[c].mean < NEVER);
    if (missing.length === 0) return [];
    const share = `${Number((100 * data.classShares[c]).toPrecision(2))} % of the training pixels`;
    const who =
      missing.length === alive.length ? "every loss" : `${missing.length} of ${alive.length} losses`;
    // Classes without a name are "class 3".
    const title = /^class \d/.test(name) ? `C${name.slice(1)}` : `The class ${name}`;
    return [`${title}, ${share}, is missed by ${who}.`];
  });
}

/** One training each is an observation; only repetitions make it a victory. */
function winner(best: LossResult, next: LossResult, seeds: number): string {
  const ahead = (-(next.toBest?.mean ?? 0)).toFixed(3);
  return seeds === 1
    ? `${best.loss} is ahead: mean Dice ${three(best)}, ${ahead} above ${next.loss}.`
    : `${best.loss} wins: mean Dice ${three(best)}, ${ahead} above ${next.loss}.`;
}

function tie(best: LossResult, tied: readonly LossResult[], others: number): string {
  const names = tied.length === others ? "no other loss" : listed(tied.map(({ loss }) => loss));
  const verb =
    tied.length === others
      ? "can be told from it"
      : tied.length === 1
        ? "is too close to tell from it"
        : "are too close to tell from it";
  return `No single winner: ${best.loss} has the best mean Dice, ${three(best)}, but ${names} ${verb}.`;
}

function caution({ settings }: Pick<ComparisonResults, "settings">): string {
  if (settings.seeds.length === 1)
    return (
      `Each loss was trained once. Repeating a training moves its Dice by 0.01 to 0.02, and more where a class is ` +
      `rare, so differences below ${REPETITION_NOISE} are called a tie; --seeds 5 would tell more.`
    );
  return (
    `Each loss was trained ${settings.seeds.length} times. Intervals hold 95 % over trainings; two losses tie when the ` +
    "interval of their difference, paired by seed, holds 0. They are not corrected for picking the best of many."
  );
}

function divergedText(losses: readonly LossResult[]): string {
  const names = losses.filter(({ trials }) => trials.some(({ divergedAt }) => divergedAt !== null));
  return names.length === 0 ? "" : `Diverged: ${listed(names.map(({ loss }) => loss))}.`;
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

function three({ dice }: LossResult): string {
  return dice!.mean.toFixed(3);
}
