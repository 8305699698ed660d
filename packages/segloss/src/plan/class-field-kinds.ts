import type { ClassField } from "../losses/class-field.ts";

interface ClassFieldKind {
  /** Whose masks it is made from. */
  readonly of: "targets" | "prediction";
  readonly summary: string;
}

/**
 * Fields that a formula may name beside `d1` and `d2`: one value per pixel and class, made from the mask of each class
 * before the first sum, and constants for the gradient.
 */
export const CLASS_FIELDS: Readonly<Record<ClassField, ClassFieldKind>> = {
  distance: {
    of: "targets",
    summary: "signed distance to the border of the class, negative inside; 0 for an empty or full mask",
  },
  predictedDistance: {
    of: "prediction",
    summary: "signed distance to the border of the mask p > 1/2, negative inside; 0 for an empty or full one",
  },
  nearness: {
    of: "targets",
    summary: "1 at the border of the class, falling to 0 at the pixel farthest from it on either side",
  },
  smoothed: {
    of: "targets",
    summary: "the mask of the class filtered with a kernel along each axis, 0 beyond the image",
  },
};
