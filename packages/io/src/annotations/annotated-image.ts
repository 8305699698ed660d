import type { FillRule, Ring } from "../polygons/ring.ts";

/** The outline or the pixels of one object, as its format stores them. */
export type Shape =
  /** Rings of one object. Their union is inside; each ring is even-odd in itself. Coordinates in pixels. */
  | { readonly kind: "polygon"; readonly rings: readonly Ring[] }
  /** Pixels of a part of the image, row-major, 0 or not. */
  | {
      readonly kind: "mask";
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
      readonly pixels: ArrayLike<number>;
    };

/** An object that somebody outlined. */
export interface AnnotatedObject {
  /** Name of its class. */
  readonly label: string;
  /** Number of its class in the file, where it has numbers. */
  readonly category?: number;
  /** Objects of one label that have the same group are one object. */
  readonly group?: string;
  /** A region of many objects that are not told apart (COCO's iscrowd). */
  readonly crowd?: boolean;
  /** Confidence of a prediction. */
  readonly score?: number;
  readonly shape: Shape;
}

/** The objects of one image. */
export interface AnnotatedImage {
  /** File name of the image, as the annotation file gives it. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** In the order of painting: later ones lie on top. */
  readonly objects: readonly AnnotatedObject[];
}

/** What an annotation file says. */
export interface Annotations {
  readonly images: readonly AnnotatedImage[];
  /** Class names by number, where the file numbers its classes; else in order of name, from 1. */
  readonly classes: ReadonlyMap<number, string>;
  /** How this format fills its outlines. */
  readonly rule: FillRule;
  /** True where smaller objects lie on larger ones, whatever the order of the file (YOLO). */
  readonly smallOnTop?: boolean;
  /** What was left out or assumed, in plain sentences for the user. */
  readonly notes: readonly string[];
}

/** Classes that a file knows by name alone are numbered from 1, in order of name. */
export function numberedClasses(images: readonly AnnotatedImage[]): ReadonlyMap<number, string> {
  const names = new Set(images.flatMap(({ objects }) => objects.map(({ label }) => label)));
  return new Map([...names].sort().map((name, k) => [k + 1, name]));
}
