export interface Volume {
  dims: readonly number[];
  /** NIfTI data type code and bits. */
  type: readonly [number, number];
  voxels: Uint8Array;
  slope?: number;
  intercept?: number;
  littleEndian?: boolean;
  /** Voxel size along each of the dims. */
  spacing?: readonly number[];
}

/** A NIfTI-1 file after the field offsets of nifti1.h. */
export function writeNifti(volume: Volume): Uint8Array {
  const { dims, type, voxels, slope = 0, intercept = 0, littleEndian = true } = volume;
  const { spacing = [0.5, 0.75, 7.5] } = volume;
  const bytes = new Uint8Array(352 + voxels.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, littleEndian);
  [dims.length, ...dims].forEach((size, i) => {
    view.setInt16(40 + 2 * i, size, littleEndian);
  });
  view.setInt16(70, type[0], littleEndian);
  view.setInt16(72, type[1], littleEndian);
  [1, ...spacing].forEach((size, i) => {
    view.setFloat32(76 + 4 * i, size, littleEndian);
  });
  view.setFloat32(108, 352, littleEndian);
  view.setFloat32(112, slope, littleEndian);
  view.setFloat32(116, intercept, littleEndian);
  bytes.set(Buffer.from("n+1\0"), 344);
  bytes.set(voxels, 352);
  return bytes;
}
