import type { AnnotatedImage, Annotations, FillRule, Shape as Outline } from "@segloss/io";
import { infiniteAsText } from "../../compare/results-file/infinite-as-text.ts";
import { readShape, ShapeError } from "../../compare/results-file/read-shape.ts";
import {
  boolean,
  count,
  integer,
  list,
  nullable,
  object,
  oneOf,
  pair,
  real,
  type Shape,
  text,
} from "../../compare/results-file/shape.ts";
import type { AnnotatedPicture } from "../../data/annotation-file.ts";
import { Refusal } from "../protocol/job-data.ts";

/**
 * What a file of annotations says of one of its images, as a pack has it: the objects in the order of painting, with names and rule of the file; or why the sender could not
 * read it, for which the worker has the same words.
 */
export type OutlinesFile = AnnotatedPicture | { readonly problem: string };

/** How the name of such a file ends in a pack. */
export const OUTLINES = ".outlines";

export function isOutlines(path: string): boolean {
  return path.endsWith(OUTLINES);
}

interface PackedObject {
  readonly label: string;
  readonly category?: number;
  readonly group?: string;
  readonly crowd?: boolean;
  readonly score?: number;
  /** Corners of polygons. */
  readonly rings?: readonly (readonly number[])[];
  /** Box of a mask, and lengths of its runs, row by row, the first one outside. */
  readonly box?: readonly number[];
  readonly runs?: readonly number[];
}

interface PackedPicture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly objects: readonly PackedObject[];
  readonly classes: readonly (readonly [number, string])[];
  readonly rule: FillRule;
  readonly smallOnTop?: boolean;
  readonly notes: readonly string[];
}

interface Packed {
  readonly problem: string | null;
  readonly picture: PackedPicture | null;
}

const OBJECT: Shape<PackedObject> = object<PackedObject>("PackedObject", {
  label: ["of its class", text],
  category: ["of its class", integer, "optional"],
  group: ["of one object", text, "optional"],
  crowd: ["of many objects", boolean, "optional"],
  score: ["of a prediction", real, "optional"],
  rings: ["corners", list(list(real)), "optional"],
  box: ["left, top, width, height", list(integer), "optional"],
  runs: ["pixels outside and inside in turn", list(count), "optional"],
});

const PACKED: Shape<Packed> = object<Packed>("Packed", {
  problem: ["why there is no picture", nullable(text)],
  picture: [
    "what there is",
    nullable(
      object<PackedPicture>("PackedPicture", {
        name: ["of the image", text],
        width: ["in pixels", count],
        height: ["in pixels", count],
        objects: ["in the order of painting", list(OBJECT)],
        classes: ["number and name", list(pair(integer, text))],
        rule: ["how outlines are filled", oneOf<FillRule>("coco", "border", "centre")],
        smallOnTop: ["whatever the order", boolean, "optional"],
        notes: ["about the file", list(text)],
      }),
    ),
  ],
});

export function encodeOutlines(file: OutlinesFile): Uint8Array {
  const packed: Packed =
    "problem" in file
      ? { problem: file.problem, picture: null }
      : { problem: null, picture: packedPicture(file) };
  return new TextEncoder().encode(JSON.stringify(packed, infiniteAsText));
}

/**
 * @param mostPixels of the image, and of the masks in it
 * @throws Refusal for what no sender writes
 */
export function decodeOutlines(bytes: Uint8Array, mostPixels: number): OutlinesFile {
  const { problem, picture } = shaped(bytes);
  if (problem !== null) return { problem };
  if (!picture) throw new Refusal("outlines: expected a picture or a problem, got neither");
  const { name, width, height, objects, classes, rule, smallOnTop, notes } = picture;
  if (!(width * height <= mostPixels))
    throw new Refusal(`outlines: expected at most ${mostPixels} pixels, got ${width}x${height}`);
  const image: AnnotatedImage = {
    ...{ name, width, height },
    objects: objects.map((one) => unpacked(one, mostPixels)),
  };
  const top = smallOnTop === undefined ? {} : { smallOnTop };
  return { image, annotations: { images: [], classes: new Map(classes), rule, notes, ...top } };
}

function shaped(bytes: Uint8Array): Packed {
  try {
    return readShape(PACKED.node, JSON.parse(new TextDecoder().decode(bytes)), "outlines") as Packed;
  } catch (cause) {
    if (!(cause instanceof ShapeError || cause instanceof SyntaxError)) throw cause;
    throw new Refusal(cause instanceof ShapeError ? cause.message : "outlines: expected JSON");
  }
}

function packedPicture({ image, annotations }: AnnotatedPicture): PackedPicture {
  const { name, width, height, objects } = image;
  const { classes, rule, smallOnTop, notes }: Omit<Annotations, "images"> = annotations;
  const top = smallOnTop === undefined ? {} : { smallOnTop };
  const packed = objects.map(({ shape, ...one }): PackedObject => ({ ...one, ...packedShape(shape) }));
  return { name, width, height, objects: packed, classes: [...classes], rule, notes, ...top };
}

function packedShape(shape: Outline): Pick<PackedObject, "rings" | "box" | "runs"> {
  if (shape.kind === "polygon") return { rings: shape.rings };
  const { left, top, width, height, pixels } = shape;
  const runs: number[] = [];
  let begin = 0;
  for (let k = 0, inside = false; k <= pixels.length; k++)
    if (k === pixels.length || Boolean(pixels[k]) !== inside) {
      runs.push(k - begin);
      [begin, inside] = [k, !inside];
    }
  return { box: [left, top, width, height], runs };
}

function unpacked(
  { rings, box, runs, ...one }: PackedObject,
  mostPixels: number,
): AnnotatedImage["objects"][number] {
  if (rings) return { ...one, shape: { kind: "polygon", rings } };
  const [left, top, width, height] = box ?? [];
  const sum = runs?.reduce((a, b) => a + b, 0);
  if (!runs || !(width >= 0 && height >= 0 && width * height <= mostPixels) || sum !== width * height)
    throw new Refusal("outlines: expected an object with rings, or with a box and runs that fill it");
  const pixels = new Uint8Array(sum);
  let at = 0;
  for (const [k, run] of runs.entries()) {
    if (k % 2 === 1) pixels.fill(1, at, at + run);
    at += run;
  }
  return { ...one, shape: { kind: "mask", left, top, width, height, pixels } };
}
