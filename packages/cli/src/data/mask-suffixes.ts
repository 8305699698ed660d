/** What the names of masks have behind those of their images. */
export const MASK_SUFFIXES: readonly string[] = [
  "_mask",
  "_masks",
  "-mask",
  "_label",
  "_labels",
  "_seg",
  "_segmentation",
  "_gt",
];
