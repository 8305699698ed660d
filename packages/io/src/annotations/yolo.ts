import type { AnnotatedImage, AnnotatedObject } from "./annotated-image.ts";

/**
 * A YOLO segmentation file: a line an object, the number of its class and the corners of its outline as shares of width and height.
 * Classes are numbered from 0 there and from 1 in the mask, where 0 is background.
 *
 * Format: https://docs.ultralytics.com/datasets/segment/
 *
 * @param size of the image, which the file does not say
 * @param names of the classes, where `data.yaml` or `classes.txt` gives them
 */
export function readYolo(
  text: string,
  image: { readonly name: string; readonly width: number; readonly height: number },
  names: readonly string[] = [],
): AnnotatedImage {
  const { width, height } = image;
  const objects = text.split(/\r?\n/).flatMap((line, k): AnnotatedObject[] => {
    const numbers = line.trim().split(/\s+/).filter(Boolean).map(Number);
    if (numbers.length === 0) return [];
    const [index, ...shares] = numbers;
    const corners = shares.length % 2 === 1 ? shares.slice(0, -1) : shares;
    if (!Number.isInteger(index) || index < 0 || corners.length < 6 || !corners.every(Number.isFinite))
      throw new Error(
        `line ${k + 1}: expected the number of a class and at least three corners "class x y x y x y", shares from 0 to 1`,
      );
    const ring = corners.map((share, at) => share * (at % 2 === 0 ? width : height));
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
