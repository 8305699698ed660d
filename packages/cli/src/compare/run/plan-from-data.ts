import { cropBatches } from "../../data/crops/crop-batches.ts";
import { validationCrops } from "../../data/crops/validation-crops.ts";
import { dataError } from "../../data/data-error.ts";
import { NAMED_SETS } from "../../data/named/index.ts";
import { checkLosses } from "../plan/check-losses.ts";
import { divideImages } from "../plan/divide-images.ts";
import { foldsOf, makePlan, type PlanOptions, type PlanWithCost } from "../plan/make-plan.ts";
import { askedLosses, usualLosses } from "../plan/planned-losses.ts";
import { usualAugmentation } from "../plan/usual-augmentation.ts";
import { MOST_ASSESSED } from "../protocol/assessed-batches.ts";
import { outputsOf } from "../protocol/outputs-of.ts";
import type { PlannedLoss } from "../protocol/plan.ts";
import { regionView } from "../regions/region-view.ts";
import type { RunTasks } from "../trial/pool/run-tasks.ts";
import { writeContext } from "./context-file.ts";
import { measureSpeed } from "./measure-speed.ts";
import type { PreparedData } from "./prepare-data.ts";

/** What a plan is asked to be; losses, size and changes of crops follow from the data where they are not given. */
export interface PlanRequest extends Omit<PlanOptions, "size" | "augment"> {
  readonly augment?: PlanOptions["augment"];
  readonly losses?: readonly string[];
  readonly size?: number;
}

/** Crop size of folders where none is asked for. */
const USUAL_SIZE = 128;

export interface PlanningPlace {
  /** Folder of the comparison. */
  readonly folder: string;
  /** Does the trainings that measure the speed. */
  readonly runTasks: RunTasks;
  readonly status: { say(text: string): void; done(): void };
}

/** Divides the images, measures the speed of this machine and plans. */
export async function planFromData(
  { source, groups, facts }: PreparedData,
  request: PlanRequest,
  { folder, runTasks, status }: PlanningPlace,
): Promise<PlanWithCost> {
  const size = cropSize(source, request);
  const outputs = outputsOf(source, request.regions);
  const view = regionView(source, request.regions);
  const losses = request.losses
    ? askedLosses(request.losses, outputs.channels)
    : usualLosses(view, request.budget, request.regions.length > 0);
  checkLosses(
    losses.flatMap(({ variants }) => variants),
    {
      ...{ name: source.name, ...outputs, ignoring: source.ignore !== undefined },
      hasObjects: source.images.every((image) => image.hasObjects),
      deepSupervision: request.network.deepSupervision,
    },
  );
  checkReference(request.reference, losses);
  checkRank(request.rank, source, facts);
  const images = view.images.map((image, k) => ({ ...image, group: groups[k] }));
  const shape = foldsOf(request, new Set(groups).size);
  const given = source.images.flatMap(({ group }, k) =>
    source.validationGroups?.includes(group) ? [groups[k]] : [],
  );
  const division = divideImages(images, { ...shape, seed: request.seed, given });
  const train = division.fold[0].flatMap((fold, image) => (fold > 0 ? [image] : []));
  const { stepsPerEpoch } = cropBatches(source, { images: train, size, batch: request.batch, seed: 0 });
  const options = { augment: usualAugmentation(source.images), ...request, size };
  const validationBatches = validationCrops(source, {
    ...{ images: division.validation, size, batch: request.batch, most: MOST_ASSESSED * request.batch },
  }).stepsPerEpoch;
  const planWith = (speed: Parameters<typeof makePlan>[3]["speed"], asked: PlanOptions) =>
    makePlan({ ...view, images }, losses, division, { speed, stepsPerEpoch, validationBatches }, asked);
  // What is measured needs a plan; any will do.
  const { plan: provisional } = planWith(UNIT_SPEED(losses), { ...options, steps: 1, force: true });
  const context = await writeContext(provisional, {
    folder,
    manifest: source.file,
    scored: facts.scored,
    thin: facts.thin,
  });
  const measuring = measureSpeed(context, provisional, { source, folder, runTasks, say: status.say });
  const speed = await measuring.finally(status.done);
  return planWith(speed, options);
}

/** Before anything is measured. */
const UNIT_SPEED = (losses: readonly PlannedLoss[]) => ({
  ...{ setUp: 1, perAssessedBatch: 1, perMegapixel: 1 },
  perStep: new Map(losses.flatMap(({ variants }) => variants).map((loss) => [loss, 1])),
});

function cropSize({ images }: PreparedData["source"], { data, size, network }: PlanRequest): number {
  const { depth } = network;
  const multiple = 2 ** (depth - 1);
  if (size !== undefined) {
    if (size % multiple === 0) return size;
    throw dataError(
      `--size ${size}: a U-Net with ${depth} resolutions needs a multiple of ${multiple}; ` +
        `take ${Math.ceil(size / multiple) * multiple}, or another --depth`,
    );
  }
  const named = NAMED_SETS.find(({ name }) => name === data)?.defaultTile;
  const largest = Math.max(...images.map(({ width, height }) => Math.max(width, height)));
  return named ?? Math.ceil(Math.min(USUAL_SIZE, largest) / multiple) * multiple;
}

/** A measure that no image has would leave nothing to rank by, which is better said before anything is trained. */
function checkRank(
  rank: PlanRequest["rank"],
  { name, images, classes }: PreparedData["source"],
  { thin, scored }: PreparedData["facts"],
): void {
  if ((rank === "pq" || rank === "ap") && !images.some(({ hasObjects }) => hasObjects))
    throw dataError(
      `--rank ${rank}: ${name} has no numbered objects; take a measure of pixels such as dice, or 16-bit masks of objects`,
    );
  if (rank === "clDice" && thin.length === 0)
    throw dataError(
      `--rank clDice: no class of ${name} is thin (${scored.map((c) => classes[c]).join(", ")}), and centre lines say nothing of others; take another measure such as dice or nsd`,
    );
}

function checkReference(reference: string | null, losses: readonly PlannedLoss[]): void {
  if (reference === null || losses.some(({ loss }) => loss === reference)) return;
  throw dataError(
    `--reference ${reference}: it is none of the losses that are compared; expected one of: ${losses.map(({ loss }) => loss).join(", ")}`,
  );
}
