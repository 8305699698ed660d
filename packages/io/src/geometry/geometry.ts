/** Units that files state lengths in. */
export type Unit = "m" | "mm" | "um" | "nm" | "s";

/**
 * Where samples lie in the world: the position of sample (i, j, k), counted along width, height, depth, is
 * `affine * (i, j, k, 1)`, in millimetres, with x to the patient's right-to-left (R to L is minus: RAS+, as NIfTI has it).
 * DICOM, NRRD's LPS and MetaImage point x and y the other way; their readers turn the signs.
 */
export interface Geometry {
  /** Rows of the 3x4 matrix from sample indices to RAS millimetres, row-major: 12 numbers. */
  readonly affine: readonly number[];
}
