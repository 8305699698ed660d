import { FILLS } from "../polygons/fills.ts";
import type { FillRule } from "../polygons/ring.ts";
import type { Layer, Raster } from "../raster.ts";
import type { AnnotatedImage, AnnotatedObject, Annotations, Shape } from "./annotated-image.ts";

export interface PaintOptions {
  /** Labels of the mask: numbers of classes, or of objects from 1 on. Default "classes". */
  readonly as?: "classes" | "instances";
  /** Default: the rule of the format. */
  readonly rule?: FillRule;
}

/** Pixels of a shape, row-major, 0 or 1. */
export function paintShape(
  shape: Shape,
  size: { width: number; height: number },
  rule: FillRule,
): Uint8Array {
  const mask = new Uint8Array(size.width * size.height);
  if (shape.kind === "polygon") for (const ring of shape.rings) FILLS[rule](ring, size, mask);
  else paste(shape, size, mask);
  return mask;
}

function paste(
  { left, top, width, height, pixels }: Extract<Shape, { kind: "mask" }>,
  size: { width: number; height: number },
  mask: Uint8Array,
): void {
  for (let y = Math.max(0, -top); y < Math.min(height, size.height - top); y++)
    for (let x = Math.max(0, -left); x < Math.min(width, size.width - left); x++)
      if (pixels[y * width + x]) mask[(top + y) * size.width + left + x] = 1;
}

/**
 * The mask of an image's objects. Later objects lie on top; where masks overlap, `layers` holds each class or object whole.
 */
export function paintImage(
  image: AnnotatedImage,
  annotations: Annotations,
  options: PaintOptions = {},
): Raster {
  const { width, height } = image;
  const { as = "classes", rule = annotations.rule } = options;
  const masks = merged(image.objects, as, annotations.classes).map(
    ({ label, name, objects }): Layer => ({ label, name, mask: union(objects, image, rule) }),
  );
  const { data, overlap } = flattened(masks, width * height);
  return {
    ...{ data, width, height, depth: 1, channels: 1, bitDepth: 32 },
    ...(as === "classes" && { names: annotations.classes }),
    ...(overlap && { layers: masks }),
  };
}

interface Group {
  readonly label: number;
  readonly name: string;
  readonly objects: AnnotatedObject[];
}

/** Objects of one class, or of one group, together; in the order of their last one, which lies on top. */
function merged(
  objects: readonly AnnotatedObject[],
  as: "classes" | "instances",
  classes: Annotations["classes"],
): Group[] {
  const numbers = new Map([...classes].map(([number, name]) => [name, number]));
  const groups = new Map<string, Group>();
  objects.forEach((object, k) => {
    const key =
      as === "classes"
        ? object.label
        : object.group === undefined
          ? `#${k}`
          : `${object.label}/${object.group}`;
    const label = as === "classes" ? (object.category ?? numbers.get(object.label)!) : groups.size + 1;
    const group = groups.get(key) ?? { label, name: object.label, objects: [] };
    group.objects.push(object);
    groups.set(key, group);
  });
  return [...groups.values()];
}

function union(
  objects: readonly AnnotatedObject[],
  size: { width: number; height: number },
  rule: FillRule,
): Uint8Array {
  const mask = new Uint8Array(size.width * size.height);
  for (const { shape } of objects) {
    const own = paintShape(shape, size, rule);
    for (let i = 0; i < mask.length; i++) mask[i] |= own[i];
  }
  return mask;
}

function flattened(masks: readonly Layer[], pixels: number): { data: Int32Array; overlap: boolean } {
  const data = new Int32Array(pixels);
  let overlap = false;
  for (const { label, mask } of masks)
    for (let i = 0; i < pixels; i++) {
      if (!mask[i]) continue;
      if (data[i] !== 0) overlap = true;
      data[i] = label;
    }
  return { data, overlap };
}
