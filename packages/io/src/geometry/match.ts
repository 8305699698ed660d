import { type Raster, type RasterHead, sizeText } from "../raster.ts";
import { align, type Grid } from "./align.ts";
import { extended } from "./extend.ts";
import { isIdentity, type Reordering, reorder, reorderedSize } from "./reorder.ts";

/** Whether samples are paired by where they lie in the world, or by their index alone. */
export type GeometryChoice = "world" | "index";

/** How errors and notes call the two files. */
export interface MatchNames {
  readonly moving: string;
  readonly fixed: string;
}

export interface Matched {
  /** The moving raster in the order of the fixed one. */
  readonly raster: Raster;
  /** The fixed raster; larger where its file leaves out what is empty. */
  readonly fixed: Raster;
  /** What was done or assumed, in plain sentences for the user. */
  readonly notes: readonly string[];
}

/** Displacement in voxels up to which nothing is said: the rounding of float32 headers. */
const SILENT = 1e-3;
/** Displacement in voxels up to which a note is enough: float32 quaternions near half a turn lose that much. */
const NOTED = 0.1;

/**
 * Brings one raster into the order of another: where both say where they lie, flips and permutations of axes are undone
 * sample for sample. What remains beyond them is measured, and refused from a tenth of a voxel on: nothing is resampled.
 *
 * @throws Error that names both files, the difference in voxels and mm, and the remedy
 */
export function matchRasters(
  first: Raster,
  second: Raster,
  names: MatchNames,
  choice: GeometryChoice,
): Matched {
  const isPlaced = choice === "world" && areComparable(first, second);
  const moving = isPlaced ? extended(first, second) : first;
  const fixed = isPlaced ? extended(second, moving) : second;
  const { order, notes } = matchGrids(moving, fixed, names, choice);
  const grew = [
    ...(moving === first ? [] : [`${names.moving}: it ${grown(names.fixed)}`]),
    ...(fixed === second ? [] : [`${names.fixed} ${grown(names.moving)}`]),
  ];
  const raster = order ? { ...reorder(moving, order), geometry: fixed.geometry! } : moving;
  return { raster, fixed, notes: [...grew, ...notes] };
}

/** How one grid is brought into the order of another. */
export interface MatchedGrids {
  /** The order of axes of the moving grid that is the fixed one's; absent where samples are paired by index. */
  readonly order?: Reordering;
  readonly notes: readonly string[];
}

/** What `matchRasters` does, known before there are samples. */
export function matchGrids(
  moving: RasterHead,
  fixed: RasterHead,
  names: MatchNames,
  choice: GeometryChoice,
): MatchedGrids {
  if (choice === "index" || !areComparable(moving, fixed)) return byIndex(moving, fixed, names, choice);
  const alignment = align(gridOf(moving), gridOf(fixed));
  if (!alignment)
    throw new Error(`${names.moving}: its axes cannot be paired with those of ${names.fixed}; ${RESAMPLE}`);
  const { order, displacement } = alignment;
  const [width, height, depth] = reorderedSize([moving.width, moving.height, moving.depth], order);
  if (width !== fixed.width || height !== fixed.height || depth !== fixed.depth)
    throw new Error(
      `${names.moving}: in the orientation of ${names.fixed} it is ${sizeText({ width, height, depth })}, expected ${sizeText(fixed)}; ${RESAMPLE}`,
    );
  if (displacement.voxels > NOTED)
    throw new Error(
      `${names.moving}: it lies ${measured(displacement)} away from ${names.fixed}, in the farthest corner; ${RESAMPLE}, or compare by index with --geometry ignore`,
    );
  const notes = [
    ...(isIdentity(order)
      ? []
      : [`${names.moving}: its axes were brought into the orientation of ${names.fixed}`]),
    ...(displacement.voxels > SILENT
      ? [
          `${names.moving}: it lies ${measured(displacement)} away from ${names.fixed}, which is taken for rounding`,
        ]
      : []),
  ];
  return { order, notes };
}

function areComparable(first: RasterHead, second: RasterHead): boolean {
  return (
    first.geometry !== undefined &&
    second.geometry !== undefined &&
    first.geometry.world === second.geometry.world
  );
}

function grown(other: string): string {
  return `leaves out what is empty around it: background was added as far as ${other} reaches`;
}

const RESAMPLE =
  "resample it onto that grid with nearest neighbour (nibabel.processing.resample_from_to with order=0)";

function byIndex(
  moving: RasterHead,
  fixed: RasterHead,
  names: MatchNames,
  choice: GeometryChoice,
): MatchedGrids {
  if (moving.width !== fixed.width || moving.height !== fixed.height || moving.depth !== fixed.depth)
    throw new Error(
      `${names.moving}: it is ${sizeText(moving)} and ${names.fixed} ${sizeText(fixed)}${hint(moving, fixed)}`,
    );
  const known = Number(Boolean(moving.geometry)) + Number(Boolean(fixed.geometry));
  if (choice === "index" || known === 0 || fixed.depth === 1) return { notes: [] };
  const byIt = "they are compared by index, slowest axis first";
  if (known === 2)
    return {
      notes: [`${names.moving} and ${names.fixed} state places in worlds of different kinds: ${byIt}`],
    };
  const [has, lacks] = moving.geometry ? [names.moving, names.fixed] : [names.fixed, names.moving];
  const order = hasOpenOrder(moving.geometry ? fixed : moving) ? `; ${WHICH_ORDER}` : "";
  return { notes: [`${has} says where it lies and ${lacks} does not: ${byIt}${order}`] };
}

const WHICH_ORDER =
  "axes of equal length do not tell their order, so name those of the array with --axes, such as --axes zyx, or --axes xyz where it came from nibabel";

/** Whether an array without names of its axes has the same sizes in another order. */
function hasOpenOrder({ shape, width, height, depth }: RasterHead): boolean {
  return shape !== undefined && new Set([width, height, depth]).size < 3;
}

/** What may help where sizes differ. */
function hint(moving: RasterHead, fixed: RasterHead): string {
  const sorted = ({ width, height, depth }: RasterHead) =>
    [width, height, depth].sort((a, b) => a - b).join();
  if (sorted(moving) === sorted(fixed))
    return "; the axes are in another order: save it in the same order, or name the axes of an NPY with --axes";
  return "; expected the same size: a mask belongs to the pixels of its own image";
}

function gridOf(raster: RasterHead): Grid {
  return { geometry: raster.geometry!, size: [raster.width, raster.height, raster.depth] };
}

function measured({ voxels, mm }: { readonly voxels: number; readonly mm: number }): string {
  return `${Number(voxels.toPrecision(3))} voxels (${Number(mm.toPrecision(3))} mm)`;
}
