import { FILLS } from "../polygons/fills.ts";
import type { FillRule } from "../polygons/ring.ts";
import type { Layer, Raster } from "../raster.ts";
import type { AnnotatedImage, AnnotatedObject, Annotations, Shape } from "./annotated-image.ts";

export interface PaintOptions {
  /** Labels of the mask: numbers of classes, or of objects from 1 on. Default "classes". */
  readonly as?: "classes" | "instances";
  /** Default: the rule of the format. */
  readonly rule?: FillRule;
  /** Crowds as objects of their class, or pixels without data where no object covers them. Default "objects". */
  readonly crowds?: "objects" | "noData";
}

/** Pixels of a crowd that no object covers: nobody knows whose they are. */
const CROWD = -1;

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
 * The mask of an image's objects. Later objects lie on top, or smaller ones where the format says so; where masks overlap, `layers`
 * holds each class or object whole.
 */
export function paintImage(
  image: AnnotatedImage,
  annotations: Annotations,
  options: PaintOptions = {},
): Raster {
  const { width, height } = image;
  const { as = "classes", rule = annotations.rule, crowds: kind = "objects" } = options;
  const paint: Paint = ({ shape }) => paintShape(shape, image, rule);
  const crowds = kind === "noData" ? image.objects.filter(({ crowd }) => crowd) : [];
  const objects = image.objects.filter((object) => !crowds.includes(object));
  const groups = grouped(objects, as, annotations.classes);
  const data = new Int32Array(width * height);
  const labels = new Map(groups.flatMap((group) => group.objects.map((object) => [object, group.label])));
  const overlap = flatten(inOrder(objects, annotations, paint), labels, paint, data);
  for (const crowd of crowds) putBeneath(paint(crowd), data);
  return {
    ...{ data, width, height, depth: 1, channels: 1, bitDepth: 32 },
    ...(as === "classes"
      ? { names: annotations.classes }
      : { objectClasses: new Map(groups.map(({ label, name }) => [label, name])) }),
    ...(overlap && { layers: groups.map((group) => layerOf(group, paint, width * height)) }),
    ...(crowds.length > 0 && { noData: CROWD, noDataText: "crowd regions" }),
  };
}

/** Pixels of an object, row-major, 0 or 1. */
type Paint = (object: AnnotatedObject) => Uint8Array;

interface Group {
  readonly label: number;
  readonly name: string;
  readonly objects: AnnotatedObject[];
}

/** Objects of one class, or of one group, together. */
function grouped(
  objects: readonly AnnotatedObject[],
  as: "classes" | "instances",
  classes: Annotations["classes"],
): Group[] {
  const numbers = new Map([...classes].map(([number, name]) => [name, number]));
  const groups = new Map<string, Group>();
  objects.forEach((object, k) => {
    const own = object.group === undefined ? `#${k}` : `${object.label}/${object.group}`;
    const number = object.category ?? numbers.get(object.label)!;
    const key = as === "classes" ? String(number) : own;
    const label = as === "classes" ? number : groups.size + 1;
    const group = groups.get(key) ?? { label, name: object.label, objects: [] };
    group.objects.push(object);
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** Smaller objects last where the format lays them on top; else as they are. */
function inOrder(
  objects: readonly AnnotatedObject[],
  { smallOnTop }: Annotations,
  paint: Paint,
): readonly AnnotatedObject[] {
  if (!smallOnTop || objects.length < 2) return objects;
  const areas = new Map(objects.map((object) => [object, paint(object).reduce((sum, one) => sum + one, 0)]));
  return objects.toSorted((a, b) => areas.get(b)! - areas.get(a)!);
}

/** Writes each object's label over those before it; true where one covers a pixel of another label. */
function flatten(
  objects: readonly AnnotatedObject[],
  labels: ReadonlyMap<AnnotatedObject, number>,
  paint: Paint,
  data: Int32Array,
): boolean {
  let overlap = false;
  for (const object of objects) {
    const label = labels.get(object)!;
    const own = paint(object);
    for (let i = 0; i < data.length; i++) {
      if (!own[i]) continue;
      if (data[i] !== 0 && data[i] !== label) overlap = true;
      data[i] = label;
    }
  }
  return overlap;
}

function layerOf({ label, name, objects }: Group, paint: Paint, pixels: number): Layer {
  const mask = new Uint8Array(pixels);
  for (const object of objects) {
    const own = paint(object);
    for (let i = 0; i < pixels; i++) mask[i] |= own[i];
  }
  return { label, name, mask };
}

function putBeneath(crowd: Uint8Array, data: Int32Array): void {
  for (let i = 0; i < data.length; i++) if (crowd[i] && data[i] === 0) data[i] = CROWD;
}
