import type { Block } from "@segloss/train";
import type { Augmentation } from "../../data/augment/index.ts";
import { dataError } from "../../data/data-error.ts";
import type { ImageSource } from "../../data/image-source.ts";
import { random } from "../../data/random.ts";
import { environment } from "../../host/environment.ts";
import { leastSteps } from "../protocol/least-steps.ts";
import type {
  Budget,
  Plan,
  PlannedLoss,
  PlannedNetwork,
  PlannedRegion,
  RankMeasure,
} from "../protocol/plan.ts";
import { BUDGETS, POINTS, USUAL_RATES } from "./budgets.ts";
import type { Cost, Speed } from "./cost.ts";
import type { Division } from "./divide-images.ts";
import { amountsFor, mostSteps, stepsWithin } from "./plan-steps.ts";
import { stratifiedParts } from "./stratified-parts.ts";

/** What was asked for; what was not comes from the budget. */
export interface PlanOptions {
  /** Folder or named set, and the options that say how its files are read. */
  readonly data: string;
  readonly reading: readonly string[];
  readonly budget: Budget;
  readonly minutes?: number;
  /** Steps of a scored training, or passes over its images; the plan is then whatever that takes. */
  readonly steps?: number;
  readonly epochs?: number;
  readonly folds?: number;
  readonly repeats?: number;
  readonly rates?: readonly number[];
  readonly size: number;
  readonly batch: number;
  readonly network: PlannedNetwork;
  readonly regions: readonly PlannedRegion[];
  readonly augment: Augmentation;
  readonly foreground: number;
  readonly rank: RankMeasure;
  readonly margin: number;
  readonly reference: string | null;
  readonly seed: number;
  readonly threads: number;
  /** What the processor offers. */
  readonly block: Block;
  readonly atOnce: number;
  readonly provider: string;
  /** Goes on below the least steps. */
  readonly force: boolean;
}

/** The plan, and what it costs on this machine. */
export interface PlanWithCost {
  readonly plan: Plan;
  readonly cost: Cost;
}

/** What the machine and the data say that a plan depends on. */
export interface Measured {
  readonly speed: Speed;
  /** Steps of an epoch of the first fold. */
  readonly stepsPerEpoch: number;
  /** Batches of validation crops that there are. */
  readonly validationBatches: number;
}

/** With these many a comparison is still worth something. */
const FEW_IMAGES = 100;

/** Folds and repeats of a budget where none are asked for; fewer folds where there are too few groups for them. */
export function foldsOf(
  { budget, folds, repeats }: Pick<PlanOptions, "budget" | "folds" | "repeats">,
  groups: number,
): { folds: number; repeats: number } {
  const usual = BUDGETS[budget];
  const fitting = Math.max(3, Math.min(usual.folds, groups - 1));
  return { folds: folds ?? fitting, repeats: repeats ?? usual.repeats };
}

/**
 * The steps that the minutes allow, the fewest that say something where none were given; everything that the numbers follow from.
 *
 * @throws DataError where the minutes that were asked for allow less than that, with those that would do
 */
export function makePlan(
  source: ImageSource,
  losses: readonly PlannedLoss[],
  { validation, fold }: Division,
  { speed, stepsPerEpoch, validationBatches }: Measured,
  options: PlanOptions,
): PlanWithCost {
  const usual = BUDGETS[options.budget];
  const rates = options.rates ?? USUAL_RATES;
  const variants = losses.flatMap((one) => one.variants);
  const screened = usual.finalists !== null && losses.length > usual.finalists;
  const folds = Math.max(...fold[0]) + 1;
  const scoredImages = source.images.filter((_, image) => fold[0][image] >= 0);
  const fixed = {
    ...{
      losses: variants,
      tried: triedIn(losses, rates.length),
      rates: rates.length,
      folds,
      repeats: fold.length,
      atOnce: options.atOnce,
    },
    lossTrainings: screened ? usual.lossTrainings : 0,
    finalists: screened ? usual.finalists! : losses.length,
    points: POINTS,
    validationBatches,
    megapixels: scoredImages.reduce((sum, { width, height }) => sum + (width * height) / 1e6, 0),
  };
  const least = leastSteps(stepsPerEpoch);
  const planFor = (count: number) => amountsFor(count, fixed, speed, least);
  const { steps, minutes } = chosenSteps(options, least, stepsPerEpoch, planFor);
  if (steps < least && !options.force)
    throw dataError(
      `${steps} ${steps === 1 ? "step" : "steps"} (${(steps / stepsPerEpoch).toFixed(1)} epochs) a training are all that ${refusedBecause(options)}; below ${least} steps ` +
        `(3 epochs, at least 300 steps) a comparison says nothing of a loss. ${wayOut(options, least, planFor(least).cost.seconds, source.images.length)}; ` +
        "--force goes on and speaks of candidates only",
    );
  const { amounts, cost } = planFor(steps);
  const plan: Plan = {
    version: 1,
    budget: options.budget,
    minutes,
    seed: options.seed,
    data: {
      source: options.data,
      fingerprint: source.fingerprint,
      images: source.images.map(({ name }) => name),
      groups: source.images.map(({ group }) => group),
      options: options.reading,
    },
    network: options.network,
    regions: options.regions,
    training: {
      ...{ size: options.size, batch: options.batch, stepsPerEpoch },
      ...{ augment: options.augment, foreground: options.foreground },
      ...{ threads: options.threads, block: options.block, atOnce: options.atOnce },
      provider: options.provider,
    },
    losses,
    validation,
    screen: {
      rates,
      ...{ rateSteps: amounts.rateSteps, lossTrainings: amounts.lossTrainings, lossSteps: amounts.lossSteps },
      part: partsForScreen(source, fold[0], amounts.lossTrainings, options.seed),
      finalists: screened ? usual.finalists : null,
    },
    finals: { folds, repeats: fold.length, steps, fold, points: POINTS },
    ...{ rank: options.rank, margin: options.margin, reference: options.reference },
    environment: environment(),
  };
  return { plan, cost };
}

/** What is tried before one setting goes on: nothing of a loss with one rate and no family. */
function triedIn(losses: readonly PlannedLoss[], rates: number): string[] {
  return losses.flatMap(({ variants }) => (rates * variants.length > 1 ? variants : []));
}

/** Speeds that are measured one after the other on a busy machine differ by as much: the minutes that were named must do then, too. */
const HEADROOM = 1.15;

/** What would do instead. */
function wayOut({ minutes }: PlanOptions, least: number, seconds: number, images: number): string {
  if (minutes === undefined)
    return `--steps ${least} would do, or none at all for as many as the minutes allow`;
  const fewer = images > FEW_IMAGES ? `, fewer images (--sample ${FEW_IMAGES})` : "";
  return `--minutes ${Math.ceil((HEADROOM * seconds) / 60)} would do on this machine, or fewer losses (--losses)${fewer}`;
}

function refusedBecause({ minutes, steps, epochs }: PlanOptions): string {
  if (steps !== undefined) return `--steps ${steps} asks for`;
  return epochs === undefined ? `--minutes ${minutes} leaves room for` : `--epochs ${epochs} asks for`;
}

/** Minutes that were typed bind; those of a budget give way to what is needed to say anything. */
function chosenSteps(
  { budget, minutes, steps, epochs }: PlanOptions,
  least: number,
  stepsPerEpoch: number,
  planFor: Parameters<typeof stepsWithin>[2],
): { steps: number; minutes: number | null } {
  if (steps !== undefined) return { steps, minutes: null };
  if (epochs !== undefined) return { steps: Math.max(1, Math.round(epochs * stepsPerEpoch)), minutes: null };
  const limit = minutes ?? BUDGETS[budget].minutes;
  const within = stepsWithin(limit * 60, mostSteps(stepsPerEpoch), planFor);
  const round = within > 100 ? Math.floor(within / 10) * 10 : within;
  return {
    steps: minutes === undefined ? Math.max(least, round) : Math.max(round, Math.min(within, least)),
    minutes: limit,
  };
}

const SCREEN_STREAM = 103;

/** Each training of the screen leaves out another part of the images, so that they differ as final ones do. */
function partsForScreen(source: ImageSource, fold: readonly number[], parts: number, seed: number): number[] {
  if (parts === 0) return [];
  const groups = [...new Set(source.images.filter((_, i) => fold[i] >= 0).map(({ group }) => group))];
  const units = groups.map((group) => {
    const own = source.images.filter((image) => image.group === group);
    const classes = source.classes.map((_, c) => c).filter((c) => own.some((one) => one.classPixels[c] > 0));
    return { images: own.length, classes };
  });
  const shares = Array.from({ length: parts }, () => 1 / parts);
  const partOf = stratifiedParts(units, shares, random(seed, SCREEN_STREAM));
  return source.images.map(({ group }, i) => (fold[i] < 0 ? -1 : partOf[groups.indexOf(group)]));
}
