import type { AnnotatedImage, AnnotatedObject } from "./annotated-image.ts";

/** What outlines of a YOLO file are to become. */
export interface YoloOptions {
  /**
   * True where corners that its decimals place within their precision of a whole pixel are on it: of 640 columns "0.004687" is the third, and
   * cut to whole numbers it would be the second.
   */
  readonly wholePixels?: boolean;
}

/** Ultralytics takes shares up to a hundredth beyond the image. */
const BEYOND = 0.01;

/**
 * A YOLO segmentation file: a line an object, the number of its class and the corners of its outline as shares of width and height, in
 * predictions then the confidence. Classes are numbered from 0 there and from 1 in the mask, where 0 is background.
 *
 * Format: https://docs.ultralytics.com/datasets/segment/
 *
 * @param image name, and size, which the file does not say
 * @param names of the classes, where `data.yaml` or `classes.txt` gives them
 * @throws Error that names the line, for boxes, for coordinates in pixels and for what is no number
 */
export function readYolo(
  text: string,
  image: { readonly name: string; readonly width: number; readonly height: number },
  names: readonly string[] = [],
  { wholePixels = false }: YoloOptions = {},
): AnnotatedImage {
  const sides = [image.width, image.height];
  const objects = text.split(/\r?\n/).flatMap((line, k): AnnotatedObject[] => {
    const words = line.trim().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const [index, ...shares] = words.map(Number);
    const corners = shares.length % 2 === 1 ? shares.slice(0, -1) : shares;
    checkLine(`line ${k + 1}`, index, corners, shares.length);
    const ring = corners.map((share, at) => {
      const place = share * sides[at % 2];
      return wholePixels ? settled(place, words[at + 1], sides[at % 2]) : place;
    });
    const score = shares.length % 2 === 1 ? { score: shares.at(-1)! } : {};
    return [
      {
        label: names[index] ?? `class ${index}`,
        category: index + 1,
        ...score,
        shape: { kind: "polygon", rings: [ring] },
      },
    ];
  });
  return { ...image, objects };
}

function checkLine(where: string, index: number, corners: readonly number[], values: number): void {
  if (!Number.isInteger(index) || index < 0 || corners.length < 6 || !corners.every(Number.isFinite))
    throw new Error(
      `${where}: expected the number of a class and at least three corners "class x y x y x y", shares from 0 to 1${values === 4 || values === 5 ? "; it is a box, as of detection, which has no mask" : ""}`,
    );
  const beyond = corners.find((share) => share < -BEYOND || share > 1 + BEYOND);
  if (beyond !== undefined)
    throw new Error(
      `${where}: the coordinate ${beyond} is no share from 0 to 1; divide x by the width and y by the height of the image`,
    );
}

/** Half a unit of the last decimal, in pixels, at most; more would move corners that were meant to lie between pixels. */
const MOST = 0.05;

/** The whole pixel that a coordinate was before it was cut to decimals. */
function settled(place: number, word: string, side: number): number {
  const whole = Math.round(place);
  const [, decimals = "", power = "0"] = /^[^.e]*\.?(\d*)(?:e([+-]?\d+))?$/i.exec(word) ?? [];
  const step = 10 ** (Number(power) - decimals.length);
  return Math.abs(place - whole) <= Math.min(MOST, 0.5001 * step * side + 1e-9) ? whole : place;
}
