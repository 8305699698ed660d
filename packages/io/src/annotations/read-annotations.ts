import type { AnnotatedImage, AnnotatedObject, Annotations } from "./annotated-image.ts";
import { readCoco } from "./coco.ts";
import { readCvat } from "./cvat.ts";
import { isShallow } from "./is-shallow.ts";
import { isJson, type Json } from "./json-shape.ts";
import { readLabelStudio } from "./label-studio.ts";
import { readLabelme } from "./labelme.ts";

/** Which tool wrote an annotation file. */
export type AnnotationFormat = "COCO" | "COCO results" | "Label Studio" | "LabelMe" | "CVAT";

/**
 * Reads an annotation file of COCO, Label Studio, LabelMe (JSON) or CVAT (XML), told by its content.
 *
 * @param truth the text of the file that a list of COCO results belongs to
 * @throws Error when it is none of them, or damaged, with what was expected
 */
export function readAnnotations(
  text: string,
  truth?: string,
): Annotations & { readonly format: AnnotationFormat } {
  const annotations = readByContent(text, truth);
  for (const image of annotations.images) for (const object of image.objects) checkPlace(object, image);
  return annotations;
}

/**
 * An outline may reach out of its image, but one that goes on and on is damaged, and walking along it takes for ever.
 *
 * @throws Error that names the object
 */
function checkPlace({ label, shape }: AnnotatedObject, { name, width, height }: AnnotatedImage): void {
  if (shape.kind !== "polygon") return;
  const far = REACH * Math.max(width, height) + REACH;
  const odd = shape.rings.flatMap((ring) => ring.find((place) => !(Math.abs(place) <= far)) ?? []);
  if (odd.length > 0)
    throw new Error(
      `${name}, ${label}: a corner at ${odd[0]} lies far beyond the image of ${width} x ${height}; expected coordinates in pixels`,
    );
}

/** Images that an outline may lie away. */
const REACH = 10;

function readByContent(text: string, truth?: string): Annotations & { readonly format: AnnotationFormat } {
  if (/^\s*(?:\uFEFF)?</.test(text)) return { ...readCvat(text), format: "CVAT" };
  const content = parsed(text);
  if (Array.isArray(content)) {
    if (content.length > 0 && content.every((one) => isJson(one) && Array.isArray(one.annotations)))
      return { ...readLabelStudio(content as Json[]), format: "Label Studio" };
    if (content.every((one) => isJson(one) && one.image_id !== undefined))
      return {
        ...readCoco(content, truth === undefined ? undefined : parsed(truth)),
        format: "COCO results",
      };
  }
  if (isJson(content) && Array.isArray(content.images) && Array.isArray(content.annotations))
    return { ...readCoco(content), format: "COCO" };
  if (isJson(content) && Array.isArray(content.shapes)) return { ...readLabelme(content), format: "LabelMe" };
  throw new Error(
    "it is no annotation file that is read: expected COCO, Label Studio or LabelMe (JSON), or CVAT for images (XML)",
  );
}

function parsed(text: string): unknown {
  try {
    const own = text.replace(/^\uFEFF/, "");
    return isShallow(own) ? JSON.parse(own) : undefined;
  } catch (cause) {
    throw new Error("it is no whole JSON", { cause });
  }
}
