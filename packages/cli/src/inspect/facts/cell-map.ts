import type { WasmFields } from "segloss";
import type { Mask } from "./pixels.ts";

/** Objects of one mask: the numbered ones, or the connected parts of each class above 0. */
export interface CellMap {
  /** 0 where no object is, else 1 to count. */
  readonly labels: Int32Array;
  readonly count: number;
  /** Class of each object, by its number less 1. */
  readonly classes: readonly number[];
}

/** Connected parts are joined over corners of pixels too, so that thin lines hold together. */
export function cellMap({ classes, objects, ignore, width, height }: Mask, fields: WasmFields): CellMap {
  const { labels, count } = objects
    ? renumbered(objects)
    : fields.connectedComponents(withoutIgnored(classes, ignore), [height, width], { connectivity: "full" });
  const ofObject = new Array<number>(count).fill(0);
  for (let i = 0; i < labels.length; i++) if (labels[i] > 0) ofObject[labels[i] - 1] = classes[i];
  return { labels, count, classes: ofObject };
}

function withoutIgnored(classes: Mask["classes"], ignore: number | undefined): Int32Array {
  const labels = new Int32Array(classes.length);
  for (let i = 0; i < classes.length; i++) if (classes[i] !== ignore) labels[i] = classes[i];
  return labels;
}

/** Numbers without gaps, in the order of their first pixels. */
function renumbered(objects: ArrayLike<number>): { labels: Int32Array; count: number } {
  const numbers = new Map<number, number>([[0, 0]]);
  const labels = new Int32Array(objects.length);
  for (let i = 0; i < labels.length; i++) {
    const object = objects[i];
    if (object === 0) continue;
    const number = numbers.get(object) ?? numbers.size;
    if (number === numbers.size) numbers.set(object, number);
    labels[i] = number;
  }
  return { labels, count: numbers.size - 1 };
}
