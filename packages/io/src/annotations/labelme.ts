import { fromBase64 } from "../from-base64.ts";
import { pngChunks, pngHeader } from "../png/png-chunks.ts";
import { channelsOf, pngSamples } from "../png/png-samples.ts";
import {
  type AnnotatedImage,
  type AnnotatedObject,
  type Annotations,
  numberedClasses,
  type Shape,
} from "./annotated-image.ts";
import { isNumbers, type Json, listOf, sizeOf } from "./json-shape.ts";

type Points = readonly (readonly number[])[];

type Size = { readonly width: number; readonly height: number };

const SHAPES: Readonly<Record<string, (points: Points, shape: Json, where: string, image: Size) => Shape>> = {
  polygon: (points) => ({ kind: "polygon", rings: [points.flat()] }),
  rectangle: ([[x0, y0], [x1, y1]]) => ({ kind: "polygon", rings: [[x0, y0, x1, y0, x1, y1, x0, y1]] }),
  circle: circleShape,
  mask: maskShape,
};

/**
 * A LabelMe file: polygons, rectangles, circles and masks of one image; shapes of one label and group are one object, later ones lie on
 * top. Points and lines have no area and are left out.
 *
 * Format: https://github.com/wkentaro/labelme (`shapes` of its JSON; a polygon is filled as Pillow draws it)
 */
export function readLabelme(content: Json): Annotations {
  const name = String(content.imagePath ?? "image").replace(/^.*[/\\]/, "");
  const size = sizeOf(content.imageWidth, content.imageHeight, name);
  const skipped = new Set<string>();
  const objects = listOf(content, "shapes", name).flatMap((shape) => objectOf(shape, name, size, skipped));
  const image: AnnotatedImage = { name, ...size, objects };
  const notes =
    skipped.size > 0 ? [`shapes of the kinds ${[...skipped].join(", ")} have no area and were left out`] : [];
  return { images: [image], classes: numberedClasses([image]), rule: "border", notes };
}

function objectOf(shape: Json, name: string, size: Size, skipped: Set<string>): AnnotatedObject[] {
  const kind = String(shape.shape_type ?? "polygon");
  const label = String(shape.label ?? "object");
  const { points } = shape;
  if (!Object.hasOwn(SHAPES, kind)) {
    skipped.add(kind);
    return [];
  }
  const least = kind === "polygon" ? 3 : 2;
  if (
    !Array.isArray(points) ||
    points.length < least ||
    !points.every((point) => isNumbers(point) && point.length === 2)
  )
    throw new Error(`${name}, ${kind} ${label}: expected at least ${least} points [x, y]`);
  const group =
    shape.group_id === undefined || shape.group_id === null ? {} : { group: String(shape.group_id) };
  return [{ label, ...group, shape: SHAPES[kind](points, shape, `${name}, ${kind} ${label}`, size) }];
}

/** As Pillow's ellipse draws it: the box of the circle, both ends included. What lies beyond the image is left out. */
function circleShape([[x, y], [ex, ey]]: Points, _: Json, _where: string, image: Size): Shape {
  const radius = Math.hypot(ex - x, ey - y);
  const [x0, y0] = [Math.trunc(x - radius), Math.trunc(y - radius)];
  const [across, down] = [Math.trunc(x + radius) - x0 + 1, Math.trunc(y + radius) - y0 + 1];
  const [left, top] = [Math.max(0, x0), Math.max(0, y0)];
  const width = Math.max(0, Math.min(image.width, x0 + across) - left);
  const height = Math.max(0, Math.min(image.height, y0 + down) - top);
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const [column, row] = [left - x0 + (i % width), top - y0 + Math.floor(i / width)];
    const [dx, dy] = [2 * column - (across - 1), 2 * row - (down - 1)];
    return Number((dx / across) ** 2 + (dy / down) ** 2 <= 1);
  });
  return { kind: "mask", left, top, width, height, pixels };
}

/** A PNG in base64 whose corners, both inclusive, are the points. */
function maskShape([[x0, y0]]: Points, { mask }: Json, where: string): Shape {
  if (typeof mask !== "string") throw new Error(`${where}: expected a PNG as base64 in "mask"`);
  try {
    const bytes = fromBase64(mask);
    const chunks = pngChunks(bytes);
    const header = pngHeader(chunks[0]);
    const { width, height } = header;
    const [samples, channels] = [pngSamples(header, chunks), channelsOf(header)];
    const pixels = Uint8Array.from({ length: width * height }, (_, i) => Number(samples[i * channels] !== 0));
    return { kind: "mask", left: Math.trunc(x0), top: Math.trunc(y0), width, height, pixels };
  } catch (cause) {
    throw new Error(`${where}: its mask is no readable PNG`, { cause });
  }
}
