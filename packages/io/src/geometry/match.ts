import { type Raster, sizeText } from "../raster.ts";
import { align, type Grid } from "./align.ts";
import { extended } from "./extend.ts";
import { isIdentity, reorder, reorderedSize } from "./reorder.ts";

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
  const comparable = first.geometry && second.geometry && first.geometry.world === second.geometry.world;
  if (choice === "index" || !comparable) return byIndex(first, second, names, choice);
  const moving = extended(first, second);
  const fixed = extended(second, moving);
  const alignment = align(gridOf(moving), gridOf(fixed));
  if (!alignment)
    throw new Error(`${names.moving}: its axes cannot be paired with those of ${names.fixed}; ${RESAMPLE}`);
  const { order, displacement } = alignment;
  const size = reorderedSize([moving.width, moving.height, moving.depth], order);
  const [width, height, depth] = size;
  if (width !== fixed.width || height !== fixed.height || depth !== fixed.depth)
    throw new Error(
      `${names.moving}: in the orientation of ${names.fixed} it is ${sizeText({ width, height, depth })}, expected ${sizeText(fixed)}; ${RESAMPLE}`,
    );
  if (displacement.voxels > NOTED)
    throw new Error(
      `${names.moving}: it lies ${measured(displacement)} away from ${names.fixed}, in the farthest corner; ${RESAMPLE}, or compare by index with --geometry ignore`,
    );
  const raster = { ...reorder(moving, order), geometry: fixed.geometry! };
  const notes = [
    ...(moving === first ? [] : [`${names.moving}: it ${grown(names.fixed)}`]),
    ...(fixed === second ? [] : [`${names.fixed} ${grown(names.moving)}`]),
    ...(isIdentity(order)
      ? []
      : [`${names.moving}: its axes were brought into the orientation of ${names.fixed}`]),
    ...(displacement.voxels > SILENT
      ? [
          `${names.moving}: it lies ${measured(displacement)} away from ${names.fixed}, which is taken for rounding`,
        ]
      : []),
  ];
  return { raster, fixed, notes };
}

function grown(other: string): string {
  return `leaves out what is empty around it: background was added as far as ${other} reaches`;
}

const RESAMPLE =
  "resample it onto that grid with nearest neighbour (nibabel.processing.resample_from_to with order=0)";

function byIndex(moving: Raster, fixed: Raster, names: MatchNames, choice: GeometryChoice): Matched {
  if (moving.width !== fixed.width || moving.height !== fixed.height || moving.depth !== fixed.depth)
    throw new Error(
      `${names.moving}: it is ${sizeText(moving)} and ${names.fixed} ${sizeText(fixed)}${hint(moving, fixed)}`,
    );
  const known = Number(Boolean(moving.geometry)) + Number(Boolean(fixed.geometry));
  if (choice === "index" || known === 0 || fixed.depth === 1) return { raster: moving, fixed, notes: [] };
  const byIt = "they are compared by index, slowest axis first";
  if (known === 2)
    return {
      ...{ raster: moving, fixed },
      notes: [`${names.moving} and ${names.fixed} state places in worlds of different kinds: ${byIt}`],
    };
  const [has, lacks] = moving.geometry ? [names.moving, names.fixed] : [names.fixed, names.moving];
  return {
    ...{ raster: moving, fixed },
    notes: [`${has} says where it lies and ${lacks} does not: ${byIt}`],
  };
}

/** What may help where sizes differ. */
function hint(moving: Raster, fixed: Raster): string {
  const sorted = ({ width, height, depth }: Raster) => [width, height, depth].sort((a, b) => a - b).join();
  if (sorted(moving) === sorted(fixed))
    return "; the axes are in another order: save it in the same order, or name the axes of an NPY with --axes";
  return "; expected the same size: a mask belongs to the pixels of its own image";
}

function gridOf(raster: Raster): Grid {
  return { geometry: raster.geometry!, size: [raster.width, raster.height, raster.depth] };
}

function measured({ voxels, mm }: { readonly voxels: number; readonly mm: number }): string {
  return `${Number(voxels.toPrecision(3))} voxels (${Number(mm.toPrecision(3))} mm)`;
}
