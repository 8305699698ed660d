/** Units that files state lengths in; "s" where the third axis is time. */
export type Unit = "m" | "mm" | "um" | "nm" | "s";

/** Millimetres in one of each unit of length. */
export const MILLIMETRES: Readonly<Record<Exclude<Unit, "s">, number>> = {
  m: 1e3,
  mm: 1,
  um: 1e-3,
  nm: 1e-6,
};

/** Rows of a 3x4 matrix, row-major: 12 numbers. */
export type Affine = readonly number[];

/** Sizes or positions along width, height, depth. */
export type Triple = readonly [number, number, number];

/**
 * Where samples lie in the world: the centre of sample (i, j, k), counted along width, height, depth, is at
 * `affine * (i, j, k, 1)`, in millimetres, x growing to the patient's left to right, y from back to front, z upwards
 * (RAS+, as NIfTI has it). DICOM, MetaImage and NRRD's LPS point x and y the other way; their readers turn the signs.
 */
export interface Geometry {
  readonly affine: Affine;
  /**
   * "image" where the axes of the world are those of a microscope's image and no patient's (OME-Zarr): places are then compared only with
   * such ones. Default: RAS.
   */
  readonly world?: "image";
}

/** A sample's place in the world. */
export function toWorld({ affine: a }: Geometry, [i, j, k]: Triple): Triple {
  const row = (r: number) => a[4 * r] * i + a[4 * r + 1] * j + a[4 * r + 2] * k + a[4 * r + 3];
  return [row(0), row(1), row(2)];
}

/** Distances of neighbouring samples along width, height, depth, in millimetres. */
export function spacingOf({ affine: a }: Geometry): Triple {
  const column = (c: number) => Math.hypot(a[c], a[4 + c], a[8 + c]);
  return [column(0), column(1), column(2)];
}

/** The same place in a world whose x and y point the other way (LPS from RAS, RAS from LPS). */
export function mirrored({ affine }: Geometry): Geometry {
  return { affine: affine.map((value, at) => (at < 8 ? 0 - value : value)) };
}

/**
 * The geometry of samples that lie along these directions.
 *
 * @param directions world vector of one step along width, height, depth each
 * @param origin place of sample (0, 0, 0)
 */
export function geometryFrom(directions: readonly Triple[], origin: Triple): Geometry {
  return { affine: [0, 1, 2].flatMap((r) => [...directions.map((step) => step[r]), origin[r]]) };
}

/** Whether the affine places every sample somewhere, and no two at one place. */
export function isUsable({ affine }: Geometry): boolean {
  const largest = Math.max(...[0, 1, 2].map((c) => Math.hypot(affine[c], affine[4 + c], affine[8 + c])));
  return affine.every(Number.isFinite) && Math.abs(determinant(affine)) > 1e-12 * largest ** 3;
}

function determinant(a: Affine): number {
  return (
    a[0] * (a[5] * a[10] - a[6] * a[9]) -
    a[1] * (a[4] * a[10] - a[6] * a[8]) +
    a[2] * (a[4] * a[9] - a[5] * a[8])
  );
}

/** Index coordinates, not rounded, of a place in the world. */
export function toIndex({ affine: a }: Geometry, [x, y, z]: Triple): Triple {
  const [dx, dy, dz] = [x - a[3], y - a[7], z - a[11]];
  const d = determinant(a);
  const [c0, c1, c2] = [0, 1, 2].map((c) => [a[c], a[4 + c], a[8 + c]] as const);
  const along = (u: Triple, v: Triple) => dot([dx, dy, dz], cross(u, v)) / d;
  return [along(c1, c2), along(c2, c0), along(c0, c1)];
}

function cross([a, b, c]: Triple, [d, e, f]: Triple): Triple {
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}

function dot([a, b, c]: Triple, [d, e, f]: Triple): number {
  return a * d + b * e + c * f;
}
