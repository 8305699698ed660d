import type { Window } from "../image-source.ts";
import type { Place, Shelf } from "./shelf.ts";
import { ARRAYS, type StoredArray } from "./stored-array.ts";

/** Rows that are wider than this many times the window are read by parts: a call of the system costs as much as some 10 kB. */
const WIDER = 8;

/** Numbers of a window, [height, width, channels], of an image whose rows are `imageWidth` pixels long. */
export function readWindow(
  shelf: Pick<Shelf, "get">,
  place: Place,
  imageWidth: number,
  channels: number,
  { x, y, width, height }: Window,
): StoredArray {
  const [row, length] = [imageWidth * channels, width * channels];
  if (width === imageWidth) return shelf.get(place, y * row, (y + height) * row);
  const result = new ARRAYS[place.type](height * length);
  const start = x * channels;
  if (imageWidth > WIDER * width) {
    for (let k = 0; k < height; k++)
      result.set(shelf.get(place, (y + k) * row + start, (y + k) * row + start + length), k * length);
    return result;
  }
  const strip = shelf.get(place, y * row, (y + height) * row);
  for (let k = 0; k < height; k++)
    result.set(strip.subarray(k * row + start, k * row + start + length), k * length);
  return result;
}
