/** What is painted on: the labels, or what the network says. */
export type Layer = "truth" | "prediction";

/** A line that a round brush draws. */
export interface Stroke {
  readonly kind: "stroke";
  readonly layer: Layer;
  /** Class that is painted: 0 erases, IGNORED leaves pixels out. */
  readonly label: number;
  /** In pixels, 0 for a single one. */
  readonly radius: number;
  /** x, y, x, y, ... in pixels from the upper left corner. */
  readonly points: readonly number[];
}

/** One step of what somebody did to a picture. Steps make a list, which is kept in the address and can be undone. */
export type Edit =
  | Stroke
  | { readonly kind: "shift"; readonly layer: Layer; readonly dx: number; readonly dy: number }
  | { readonly kind: "blur"; readonly sigma: number }
  | { readonly kind: "noise"; readonly seed: number; readonly sigma: number }
  | { readonly kind: "clear"; readonly layer: Layer }
  /** The prediction becomes the truth, as sure as the brush is. */
  | { readonly kind: "copy" };
