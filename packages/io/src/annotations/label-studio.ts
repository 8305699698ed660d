import type { Ring } from "../polygons/ring.ts";
import {
  type AnnotatedImage,
  type AnnotatedObject,
  type Annotations,
  numberedClasses,
  type Shape,
} from "./annotated-image.ts";
import { isJson, isNumbers, type Json, listOf, shownValue, sizeOf } from "./json-shape.ts";
import { unpackBrush } from "./label-studio-rle.ts";

/** Corners of an ellipse that is drawn as a polygon: the error is below a hundredth of a pixel up to a radius of 50. */
const CORNERS = 128;

type ShapeReader = (value: Json, size: { width: number; height: number }, where: string) => Shape;

const SHAPES: Readonly<Record<string, ShapeReader>> = {
  brushlabels: brushShape,
  polygonlabels: polygonShape,
  rectanglelabels: rectangleShape,
  ellipselabels: ellipseShape,
};

/**
 * Label Studio's JSON export: brush, polygons, rectangles and ellipses of the first annotation of each task that was not cancelled.
 *
 * Format: https://labelstud.io/guide/export (coordinates are per cent of the image; rotation turns about the upper left corner in pixels)
 */
export function readLabelStudio(tasks: readonly Json[]): Annotations {
  const skipped = new Set<string>();
  let several = 0;
  const images = tasks.flatMap((task): AnnotatedImage[] => {
    const annotations = listOf(task, "annotations", `task ${String(task.id ?? "")}`).filter(
      ({ was_cancelled }) => !was_cancelled,
    );
    if (annotations.length > 1) several++;
    const results = annotations
      .slice(0, 1)
      .flatMap((one) => listOf(one, "result", `task ${String(task.id ?? "")}`));
    const regions = results.filter(({ original_width }) => original_width !== undefined);
    if (regions.length === 0) return [];
    const [{ original_width, original_height }] = regions;
    const name = imageName(task);
    const size = sizeOf(original_width, original_height, name);
    return [{ name, ...size, objects: regions.flatMap((region) => objectOf(region, size, name, skipped)) }];
  });
  const notes = [
    ...(skipped.size > 0
      ? [`regions of the kinds ${[...skipped].join(", ")} have no area and were left out`]
      : []),
    ...(several > 0 ? [`${several} tasks have several annotations; the first one was taken`] : []),
  ];
  return { images, classes: numberedClasses(images), rule: "coco", notes };
}

function objectOf(
  region: Json,
  size: { width: number; height: number },
  name: string,
  skipped: Set<string>,
): AnnotatedObject[] {
  const { value, type } = region;
  const read = SHAPES[String(type)];
  if (!read || !isJson(value)) {
    if (!read) skipped.add(String(type));
    return [];
  }
  const labels = value[String(type)];
  const label = Array.isArray(labels) && labels.length > 0 ? String(labels[0]) : "object";
  return [{ label, shape: read(value, size, `${name}, region ${String(region.id ?? "")}`) }];
}

/** Label Studio puts eight digits of its own before the names of uploaded files. */
const UPLOAD_PREFIX = /^[0-9a-f]{8}-/;

/** The last part of the address of the image, without the prefix that uploads get. */
function imageName(task: Json): string {
  const data = isJson(task.data)
    ? Object.values(task.data).find((value) => typeof value === "string")
    : undefined;
  const upload = typeof task.file_upload === "string" ? task.file_upload : undefined;
  const address = String(data ?? upload ?? `task ${String(task.id ?? "")}`).replace(/[?#].*$/, "");
  const name = decodeURIComponent(address.replace(/^.*[/\\]/, ""));
  const isUpload = /(^|[/\\])upload[/\\]/.test(address) || name === upload;
  return isUpload ? name.replace(UPLOAD_PREFIX, "") : name;
}

function brushShape(value: Json, { width, height }: { width: number; height: number }, where: string): Shape {
  if (!isNumbers(value.rle)) throw new Error(`${where}: expected bytes in "rle"`);
  const rgba = unpackBrush(value.rle, 4 * width * height);
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => Number(rgba[4 * i + 3] > 0));
  return trimmed(pixels, width, height);
}

/** Only the box around the brush: exports hold the strokes of many images. */
function trimmed(pixels: Uint8Array, width: number, height: number): Shape {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0; y < height; y++) {
    const row = pixels.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first < 0) continue;
    [left, right] = [Math.min(left, first), Math.max(right, row.lastIndexOf(1) + 1)];
    [top, bottom] = [Math.min(top, y), y + 1];
  }
  const size = { width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
  const inside = Uint8Array.from({ length: size.width * size.height }, (_, i) => {
    const [x, y] = [i % size.width, Math.floor(i / size.width)];
    return pixels[(top + y) * width + left + x];
  });
  return { kind: "mask", left, top, ...size, pixels: inside };
}

function polygonShape(
  value: Json,
  { width, height }: { width: number; height: number },
  where: string,
): Shape {
  const { points } = value;
  if (!Array.isArray(points) || !points.every((point) => isNumbers(point) && point.length === 2))
    throw new Error(`${where}: expected pairs of per cent in "points"`);
  return { kind: "polygon", rings: [points.flatMap(([x, y]) => [(x * width) / 100, (y * height) / 100])] };
}

function rectangleShape(
  value: Json,
  { width, height }: { width: number; height: number },
  where: string,
): Shape {
  const [x, y, w, h] = boxOf(value, ["x", "y", "width", "height"], where);
  const [left, top, along, down] = [
    (x * width) / 100,
    (y * height) / 100,
    (w * width) / 100,
    (h * height) / 100,
  ];
  const corners: Ring = [0, 0, along, 0, along, down, 0, down];
  return { kind: "polygon", rings: [turned(corners, [left, top], degreesOf(value, where))] };
}

function ellipseShape(
  value: Json,
  { width, height }: { width: number; height: number },
  where: string,
): Shape {
  const [x, y, rx, ry] = boxOf(value, ["x", "y", "radiusX", "radiusY"], where);
  const corners = Array.from({ length: CORNERS }, (_, k) => {
    const angle = (2 * Math.PI * k) / CORNERS;
    return [((rx * width) / 100) * Math.cos(angle), ((ry * height) / 100) * Math.sin(angle)];
  }).flat();
  return {
    kind: "polygon",
    rings: [turned(corners, [(x * width) / 100, (y * height) / 100], degreesOf(value, where))],
  };
}

function boxOf(value: Json, fields: readonly string[], where: string): readonly number[] {
  const numbers = fields.map((field) => value[field]);
  if (!isNumbers(numbers)) throw new Error(`${where}: expected numbers in ${fields.join(", ")}`);
  return numbers;
}

function degreesOf({ rotation = 0 }: Json, where: string): number {
  if (typeof rotation !== "number")
    throw new Error(`${where}: its rotation is ${shownValue(rotation)}; expected degrees`);
  return rotation;
}

/** Corners around the origin turned by degrees and moved. */
function turned(corners: Ring, [left, top]: readonly [number, number], degrees: number): number[] {
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return Array.from({ length: corners.length >> 1 }, (_, k) => {
    const [x, y] = [corners[2 * k], corners[2 * k + 1]];
    return [left + x * c - y * s, top + x * s + y * c];
  }).flat();
}
