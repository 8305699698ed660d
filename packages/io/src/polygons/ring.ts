/** x and y of the corners in turn, in pixels, the centre of the first pixel at (0.5, 0.5) unless a format says otherwise. */
export type Ring = readonly number[];

/** Sizes of the mask that is painted. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * How corners become pixels. Formats differ, and a disc of radius 5 has 72 pixels by one rule and 101 by another, so the
 * rule belongs to the format:
 * - `coco`: as pycocotools fills, on a grid of fifths of pixels;
 * - `border`: corners cut to whole numbers, pixels on the border inside, as Pillow and LabelMe draw;
 * - `centre`: pixels whose centre is inside.
 */
export type FillRule = "coco" | "border" | "centre";

/** Paints the inside of a ring into a mask, row-major: pixels become 1 and are never cleared. */
export type Fill = (ring: Ring, size: Size, mask: Uint8Array) => void;
