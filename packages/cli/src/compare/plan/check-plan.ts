import { parseLoss } from "segloss";
import { dataError } from "../../data/data-error.ts";
import type { Plan } from "../protocol/plan.ts";
import { PLAN } from "../results-file/plan-shape.ts";
import { readShape, ShapeError } from "../results-file/read-shape.ts";

/**
 * A plan from parsed JSON, of which everything holds that trainings rely on: an image that is trained on is not tested with the same network, and none that is chosen on
 * is in a fold.
 *
 * @param where name of the file, for errors
 * @throws DataError where the file was changed so that it is none
 */
export function checkPlan(value: unknown, where: string): Plan {
  try {
    const plan = readShape(PLAN.node, value) as Plan;
    const fault = faultOf(plan);
    if (fault) throw new ShapeError(fault);
    return plan;
  } catch (cause) {
    if (!(cause instanceof ShapeError)) throw cause;
    throw dataError(
      `${where}: ${cause.message}; the plan was changed or is damaged: take the one that segloss compare wrote`,
      cause,
    );
  }
}

function faultOf(plan: Plan): string | undefined {
  return faultOfNumbers(plan) ?? faultOfDivision(plan) ?? faultOfRegions(plan) ?? faultOfLosses(plan);
}

function faultOfNumbers({ training, network, screen, finals, margin }: Plan): string | undefined {
  const { size, batch, threads, atOnce, stepsPerEpoch } = training;
  const { rateSteps } = screen;
  const { steps, points, folds, repeats } = finals;
  const { width, depth } = network;
  const least = {
    ...{
      size,
      batch,
      threads,
      atOnce,
      stepsPerEpoch,
      rateSteps,
      steps,
      points,
      folds,
      repeats,
      width,
      depth,
    },
    ...(screen.lossTrainings > 0 && { lossSteps: screen.lossSteps }),
  };
  const wrong = Object.entries(least).find(([, value]) => !(value > 0));
  if (wrong) return `${wrong[0]}: expected a number above 0, got ${wrong[1]}`;
  const { foreground } = training;
  if (!(foreground >= 0 && foreground <= 1))
    return `training.foreground: expected a share from 0 to 1, got ${foreground}`;
  if (!(margin > 0)) return `margin: expected a number above 0, got ${margin}`;
  if (screen.rates.length === 0 || !screen.rates.every((rate) => rate > 0))
    return `screen.rates: expected numbers above 0, got [${screen.rates}]`;
  const multiple = 2 ** (depth - 1);
  if (size % multiple !== 0)
    return `training.size: expected a multiple of ${multiple} for ${depth} resolutions, got ${size}`;
  return undefined;
}

function faultOfDivision({ data, validation, screen, finals }: Plan): string | undefined {
  const count = data.images.length;
  if (data.groups.length !== count)
    return `data.groups: expected ${count}, one an image, got ${data.groups.length}`;
  if (finals.fold.length !== finals.repeats)
    return `finals.fold: expected ${finals.repeats} lists, one a repeat, got ${finals.fold.length}`;
  const strange = validation.find((image) => image >= count);
  if (strange !== undefined)
    return `validation: there are ${count} images, and none with the index ${strange}`;
  for (const [repeat, fold] of finals.fold.entries()) {
    const fault = faultOfFolds(fold, { data, validation, finals });
    if (fault) return `finals.fold[${repeat}]: ${fault}`;
  }
  if (screen.lossTrainings > 0 && screen.part.length !== count)
    return `screen.part: expected ${count} numbers, one an image, got ${screen.part.length}`;
  return undefined;
}

function faultOfFolds(
  fold: readonly number[],
  { data, validation, finals }: Pick<Plan, "data" | "validation" | "finals">,
): string | undefined {
  if (fold.length !== data.images.length)
    return `expected ${data.images.length} numbers, one an image, got ${fold.length}`;
  const strange = fold.find((own) => own < -1 || own >= finals.folds);
  if (strange !== undefined) return `expected folds from 0 to ${finals.folds - 1}, or -1, got ${strange}`;
  const { train = [] } = finals;
  const sides = (own: number, image: number) =>
    Number(own >= 0) + Number(validation.includes(image)) + Number(train.includes(image));
  const both = fold.findIndex((own, image) => sides(own, image) !== 1);
  if (both >= 0)
    return `image ${data.images[both]} must be in a fold or among those to choose on (validation, -1), and not in both`;
  const empty = Array.from({ length: finals.folds }, (_, k) => k).find((k) => !fold.includes(k));
  if (empty !== undefined) return `fold ${empty} has no image`;
  const foldOf = new Map<string, number>();
  const trained = new Set(train.map((image) => data.groups[image]));
  for (const [image, group] of data.groups.entries()) {
    const isTested = fold[image] >= 0 && trained.has(group);
    if (isTested || (foldOf.get(group) ?? fold[image]) !== fold[image])
      return `group ${group} is divided over folds, so that a network would be tested on what it was trained on`;
    foldOf.set(group, fold[image]);
  }
  return undefined;
}

function faultOfRegions({ regions }: Plan): string | undefined {
  const empty = regions.find(({ classes }) => classes.length === 0);
  if (empty) return `regions: ${empty.name} has no classes`;
  const names = regions.map(({ name }) => name);
  return new Set(names).size < names.length ? "regions: a name is there twice" : undefined;
}

function faultOfLosses({ losses }: Plan): string | undefined {
  if (losses.length === 0) return "losses: expected one or more, got none";
  for (const { loss, variants } of losses) {
    if (variants.length === 0) return `losses: ${loss} has no variants`;
    for (const text of variants) {
      const why = mistakeIn(text);
      if (why) return `losses: ${why}`;
    }
  }
  return undefined;
}

function mistakeIn(loss: string): string | undefined {
  try {
    parseLoss(loss);
    return undefined;
  } catch (cause) {
    return (cause as Error).message.split("\n")[0];
  }
}
