import type { ImageSource } from "../../data/image-source.ts";
import { percent } from "../../inspect/advice/numbers.ts";
import { isOnePartition } from "../../statistics/partition.ts";
import { classShares, countedPixels } from "../protocol/class-shares.ts";
import { LEAST_STEPS, leastSteps } from "../protocol/least-steps.ts";
import { outputsOf } from "../protocol/outputs-of.ts";
import type { Plan } from "../protocol/plan.ts";
import { listed } from "../verdict/listed.ts";
import { minutesText } from "../verdict/minutes-text.ts";
import { cropText, networkText } from "../verdict/network-text.ts";
import { BUDGETS } from "./budgets.ts";
import type { Cost } from "./cost.ts";
import { valuesPerClass } from "./values-per-class.ts";

/** What a comparison is going to do, in lines, before anything is trained. */
export function planText(
  plan: Plan,
  source: ImageSource,
  scored: readonly number[],
  cost: Cost | null,
  now: Date = new Date(),
): string[] {
  return [
    ...dataLines(plan, source),
    ...regionLines(plan),
    ...sideWarnings(plan, source, scored),
    `constant predictions: ${baselines(plan, source, scored).join(", ")}`,
    ...trainingLines(plan),
    ...listNotes(plan, source),
    ...(cost ? [timeLine(plan, cost, now)] : []),
    claimLine(plan),
  ];
}

function dataLines(
  { validation, finals, data }: Plan,
  { name, images, classes, channels }: ImageSource,
): string[] {
  const shares = classShares(images, classes.length);
  const groups = new Set(data.groups).size;
  const named = classes.map((title, c) => `${title} ${percent(shares[c])}`);
  const tested = images.length - validation.length;
  return [
    `${name}: ${count(images.length, "image")} in ${count(groups, "group")}, ${count(channels, "channel")}; ${named.join(", ")} of the pixels`,
    `${count(validation.length, "image")} to choose on (validation); ${count(tested, "image")} in ${finals.folds} folds, each tested once` +
      `${finals.repeats > 1 ? ` in each of ${finals.repeats} repeats, ${ofRepeats(finals)}` : ""}`,
  ];
}

function ofRepeats({ fold }: Plan["finals"]): string {
  return isOnePartition(fold)
    ? "which can only have the same folds, with so few groups, and bring seeds alone"
    : "which have folds of their own";
}

function regionLines({ regions }: Plan): string[] {
  if (regions.length === 0) return [];
  const each = regions.map(({ name, classes }) => `${name} (${classes.join(" + ")})`);
  return [`regions in place of classes, a sigmoid each: ${each.join(", ")} by number of the classes`];
}

/** Classes that are missing on a side: what follows from them is said before it misleads. */
function sideWarnings(
  { validation, finals }: Plan,
  { images, classes }: ImageSource,
  scored: readonly number[],
): string[] {
  return scored.flatMap((c) => {
    const having = images.flatMap(({ classPixels }, i) => (classPixels[c] > 0 ? [i] : []));
    const folds = Array.from({ length: finals.folds }, (_, f) => f);
    const empty = folds.filter((f) => !having.some((i) => finals.fold[0][i] === f));
    const sides = [
      ...(having.some((i) => validation.includes(i)) ? [] : ["the validation images"]),
      ...(empty.length > 0 ? [`${count(empty.length, "fold")} of ${folds.length}`] : []),
    ];
    if (sides.length === 0) return [];
    return [
      `warning: class ${classes[c]} is in ${count(having.length, "image")} only and absent from ${listed(sides)}; images without it have no score of it`,
    ];
  });
}

/** Mean Dice over the tested images of every class painted everywhere. */
export function baselines(
  { finals }: Plan,
  { images, classes }: ImageSource,
  scored: readonly number[],
): string[] {
  const tested = images.filter((_, i) => finals.fold[0][i] >= 0);
  return classes.map((title, c) => {
    const scores = tested.flatMap((image) => {
      const { classPixels } = image;
      const all = countedPixels(image);
      const present = scored.filter((k) => classPixels[k] > 0);
      if (present.length === 0) return [];
      const hit = present.includes(c) ? (2 * classPixels[c]) / (classPixels[c] + all) : 0;
      return [hit / present.length];
    });
    const mean = scores.reduce((a, b) => a + b, 0) / Math.max(1, scores.length);
    return `all ${title} Dice ${mean.toFixed(3)}`;
  });
}

function trainingLines({ losses, screen, finals, training, network, reference }: Plan): string[] {
  const { rates, rateSteps, lossTrainings, lossSteps } = screen;
  const tried = losses
    .filter(({ variants }) => variants.length * rates.length > 1)
    .reduce((sum, { variants }) => sum + variants.length, 0);
  const among = [
    ...(losses.some(({ variants }) => variants.length > 1) ? ["the settings of a loss"] : []),
    ...(rates.length > 1 ? [`the rates ${rates.join(", ")}`] : []),
  ];
  const lines = [`${count(losses.length, "loss", "losses")}: ${listed(losses.map(({ loss }) => loss))}`];
  if (tried > 0)
    lines.push(
      `screen: ${tried * rates.length} trainings of ${rateSteps} steps choose among ${listed(among)}`,
    );
  if (lossTrainings > 0)
    lines.push(
      `screen: ${losses.length * lossTrainings} trainings of ${lossSteps} steps choose the ${screen.finalists} losses that go on`,
    );
  const going = Math.min(losses.length, screen.finalists ?? losses.length);
  const each = finals.folds * finals.repeats;
  const more =
    reference !== null && going < losses.length
      ? ` (${(going + 1) * each} where ${reference}, the reference, is not among them)`
      : "";
  lines.push(
    `scored: ${going * each} trainings${more} of ${finals.steps} steps (${(finals.steps / training.stepsPerEpoch).toFixed(1)} epochs) of ` +
      `${training.batch} crops of ${training.size}x${training.size}, ${training.atOnce} at a time${onProvider(training)}; ${networkText(network)}`,
    `crops: ${cropText(training)}`,
  );
  return lines;
}

function listNotes({ losses, regions }: Plan, source: ImageSource): string[] {
  const { channels } = outputsOf(source, regions);
  return losses.flatMap(({ loss, variants }) =>
    valuesPerClass(variants[0], channels).map((note) => `note: ${loss}: ${note}`),
  );
}

/** Nothing of the CPU, which is what everybody expects. */
function onProvider({ provider = "cpu" }: Plan["training"]): string {
  return provider === "cpu" ? "" : ` on ${provider}`;
}

function timeLine({ budget, minutes }: Plan, cost: Cost, now: Date): string {
  const all = cost.steps + cost.validation + cost.test + cost.setUp;
  const share = (part: number) => `${Math.round((100 * part) / all)} %`;
  const end = new Date(now.getTime() + cost.seconds * 1000);
  const clock = `${String(end.getHours()).padStart(2, "0")}:${String(end.getMinutes()).padStart(2, "0")}`;
  const longer =
    minutes !== null && cost.seconds > minutes * 66
      ? ` (${budget} aims at ${minutesText(minutes)}; this machine needs longer)`
      : "";
  return (
    `about ${minutesText(cost.seconds / 60)}, done at ${clock}${longer}: steps ${share(cost.steps)}, ` +
    `assessments on the way ${share(cost.validation)}, tests ${share(cost.test)}`
  );
}

function claimLine({ budget, finals, training, screen }: Plan): string {
  if (finals.steps < leastSteps(training.stepsPerEpoch))
    return `trainings as short as these (below 3 epochs or ${LEAST_STEPS} steps) say: ${BUDGETS.quick.claims}`;
  if (budget === "quick")
    return `${budget} says: ${BUDGETS.quick.claims}; --budget standard (about ${BUDGETS.standard.minutes} minutes) would add more losses, folds and repeats, and may name a winner`;
  const screened = screen.lossTrainings > 0 ? "standard" : "thorough";
  return `${budget} says: ${BUDGETS[screened].claims}`;
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
