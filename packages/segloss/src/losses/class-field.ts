export const CLASS_FIELD_NAMES = ["distance", "predictedDistance", "nearness", "smoothed"] as const;

/** Fields of each class on its own, known to a formula by these names: see CLASS_FIELDS. */
export type ClassField = (typeof CLASS_FIELD_NAMES)[number];
