import {
  type AnnotatedImage,
  type AnnotatedObject,
  type Annotations,
  numberedClasses,
  type Shape,
} from "./annotated-image.ts";
import { sizeOf } from "./json-shape.ts";
import { type XmlElement, xmlElements } from "./xml-elements.ts";

type ShapeReader = (
  attributes: XmlElement["attributes"],
  where: string,
  image: { readonly width: number; readonly height: number },
) => Shape;

const SHAPES: Readonly<Record<string, ShapeReader>> = {
  mask: maskShape,
  polygon: polygonShape,
  box: boxShape,
};
/** Elements of an image that outline nothing with an area. */
const WITHOUT_AREA: readonly string[] = ["polyline", "points", "cuboid", "skeleton", "ellipse"];

/**
 * CVAT for images 1.1 (XML): masks, polygons and boxes, painted in their z order.
 *
 * Format: https://docs.cvat.ai/docs/manual/advanced/xml_format/ (run lengths of a mask go by rows of its box, background first)
 */
export function readCvat(text: string): Annotations {
  const images: {
    image: Omit<AnnotatedImage, "objects">;
    objects: { object: AnnotatedObject; z: number }[];
  }[] = [];
  const skipped = new Set<string>();
  for (const { name, attributes } of xmlElements(text)) {
    if (name === "image") {
      const file = attributes.name ?? "";
      images.push({
        image: {
          name: file.replace(/^.*[/\\]/, ""),
          ...sizeOf(Number(attributes.width), Number(attributes.height), file),
        },
        objects: [],
      });
      continue;
    }
    const current = images.at(-1);
    if (!current) continue;
    if (WITHOUT_AREA.includes(name)) skipped.add(name);
    if (!Object.hasOwn(SHAPES, name)) continue;
    const label = attributes.label ?? "object";
    const shape = SHAPES[name](attributes, `${current.image.name}, ${name} ${label}`, current.image);
    const group = attributes.group_id && attributes.group_id !== "0" ? { group: attributes.group_id } : {};
    current.objects.push({ object: { label, ...group, shape }, z: Number(attributes.z_order ?? 0) });
  }
  if (images.length === 0) throw new Error('it holds no image; expected the XML of "CVAT for images 1.1"');
  const ordered = images.map(
    ({ image, objects }): AnnotatedImage => ({
      ...image,
      objects: objects.toSorted((a, b) => a.z - b.z).map(({ object }) => object),
    }),
  );
  const notes = skipped.size > 0 ? [`shapes of the kinds ${[...skipped].join(", ")} were left out`] : [];
  return { images: ordered, classes: numberedClasses(ordered), rule: "coco", notes };
}

function maskShape(
  { rle = "", ...attributes }: XmlElement["attributes"],
  where: string,
  image: { readonly width: number; readonly height: number },
): Shape {
  const [left, top, width, height] = ["left", "top", "width", "height"].map((field) =>
    Number(attributes[field]),
  );
  if (![left, top, width, height].every(Number.isInteger) || width < 1 || height < 1)
    throw new Error(`${where}: expected whole numbers in left, top, width and height`);
  if (width > image.width || height > image.height)
    throw new Error(
      `${where}: its mask is ${width} x ${height}, larger than the image of ${image.width} x ${image.height}`,
    );
  return {
    kind: "mask",
    left,
    top,
    width,
    height,
    pixels: rowRuns(rle.split(",").map(Number), width * height, where),
  };
}

/** Run lengths by rows, background first. */
export function rowRuns(runs: readonly number[], pixels: number, where: string): Uint8Array {
  const sum = runs.reduce((all, run) => all + run, 0);
  if (sum !== pixels || runs.some((run) => !(Number.isInteger(run) && run >= 0)))
    throw new Error(`${where}: its run lengths add up to ${sum} pixels, expected the ${pixels} of its box`);
  const mask = new Uint8Array(pixels);
  let at = 0;
  runs.forEach((run, k) => {
    if (k % 2 === 1) mask.fill(1, at, at + run);
    at += run;
  });
  return mask;
}

function polygonShape({ points = "" }: XmlElement["attributes"], where: string): Shape {
  const ring = points.split(/[;,]/).map(Number);
  if (ring.length < 6 || ring.length % 2 === 1 || !ring.every(Number.isFinite))
    throw new Error(`${where}: expected at least three corners "x,y;x,y;x,y"`);
  return { kind: "polygon", rings: [ring] };
}

function boxShape(attributes: XmlElement["attributes"], where: string): Shape {
  const [x0, y0, x1, y1] = ["xtl", "ytl", "xbr", "ybr"].map((field) => Number(attributes[field]));
  if (![x0, y0, x1, y1].every(Number.isFinite))
    throw new Error(`${where}: expected numbers in xtl, ytl, xbr and ybr`);
  return { kind: "polygon", rings: [[x0, y0, x1, y0, x1, y1, x0, y1]] };
}
