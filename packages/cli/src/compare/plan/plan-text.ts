import type { ImageSource } from "../../data/image-source.ts";
import { counted, percent } from "../../inspect/advice/numbers.ts";
import { classShares, countedPixels } from "../protocol/class-shares.ts";
import { LEAST_STEPS, leastSteps } from "../protocol/least-steps.ts";
import { outputsOf } from "../protocol/outputs-of.ts";
import type { Plan } from "../protocol/plan.ts";
import { listed } from "../verdict/listed.ts";
import { minutesText } from "../verdict/minutes-text.ts";
import { cropText, networkText } from "../verdict/network-text.ts";
import { BUDGETS } from "./budgets.ts";
import type { Cost } from "./cost.ts";
import { classLines, sidesLine, sideWarnings } from "./side-lines.ts";
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
    dataLine(plan, source),
    sidesLine(plan),
    ...regionLines(plan),
    ...classLines(plan, source, scored),
    ...sideWarnings(plan, source, scored),
    `constant predictions: ${baselines(plan, source, scored).join(", ")}`,
    ...trainingLines(plan),
    ...listNotes(plan, source),
    ...(cost ? [speedLine(plan, source, cost), timeLine(plan, cost, now)] : []),
    claimLine(plan),
  ];
}

function dataLine({ data }: Plan, { name, images, classes, channels }: ImageSource): string {
  const shares = classShares(images, classes.length);
  const groups = new Set(data.groups).size;
  const named = classes.map((title, c) => `${title} ${percent(shares[c])}`);
  return `${name}: ${counted(images.length, "image")} in ${counted(groups, "group")}, ${counted(channels, "channel")}; ${named.join(", ")} of the pixels`;
}

function regionLines({ regions }: Plan): string[] {
  if (regions.length === 0) return [];
  const each = regions.map(({ name, classes }) => `${name} (${classes.join(" + ")})`);
  return [`regions in place of classes, a sigmoid each: ${each.join(", ")} by number of the classes`];
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
  const lines = [
    `${losses.length === 1 ? "1 loss" : `${losses.length} losses`}: ${listed(losses.map(({ loss }) => loss))}`,
  ];
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

/** What one training takes while as many run at a time as will. */
function speedLine({ losses, finals, training }: Plan, { images }: ImageSource, { speed }: Cost): string {
  const steps = losses
    .map(({ loss, variants: [first] }) => ({ loss, each: seconds(speed.perStep.get(first)!) }))
    .sort((a, b) => Number(a.each) - Number(b.each));
  const [least, most] = [steps[0], steps.at(-1)!];
  const step =
    least.each === most.each
      ? `${least.each} s`
      : `${least.each} s (${least.loss}) to ${most.each} s (${most.loss})`;
  const scored = images.filter((_, i) => finals.fold[0][i] >= 0);
  const pixels = scored.reduce((sum, { width, height }) => sum + width * height, 0) / scored.length;
  const tested = seconds((speed.perMegapixel * pixels) / 1e6);
  return `speed, ${training.atOnce} at a time: ${step} a step, ${seconds(speed.perAssessedBatch)} s an assessed batch of crops, ${tested} s a tested image`;
}

/** Two digits, or whole seconds. */
function seconds(value: number): string {
  return value >= 10 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
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
