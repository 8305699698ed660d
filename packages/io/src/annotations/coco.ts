import type { AnnotatedImage, AnnotatedObject, Annotations, Shape } from "./annotated-image.ts";
import { type CocoRle, cocoRuns, decodeCocoRle } from "./coco-rle.ts";
import { isJson, isNumbers, type Json, listOf, shownValue, sizeOf } from "./json-shape.ts";

/**
 * COCO's `instances_*.json`, or a list of results. Outlines and run lengths, compressed or not, are read in both.
 *
 * Format: https://cocodataset.org/#format-data
 *
 * @param truth for a list of results, which has neither names nor sizes of images nor classes: the file that they belong to
 * @throws Error that names the annotation, what was expected and what came
 */
export function readCoco(content: unknown, truth?: unknown): Annotations {
  const frame = Array.isArray(content) ? truth : content;
  if (!isJson(frame))
    throw new Error(
      "a list of COCO results has no sizes of images: give the truth's annotation file as well",
    );
  const records = Array.isArray(content) ? content.filter(isJson) : listOf(frame, "annotations", "COCO");
  const first = firstNumber(records, frame);
  const classes = new Map(
    listOf(frame, "categories", "COCO").map(({ id, name }) => [Number(id) + first, String(name)]),
  );
  const crowds = hasCrowds(records);
  const images = new Map(
    listOf(frame, "images", "COCO").map((image) => [
      image.id,
      {
        name: String(image.file_name ?? image.id),
        ...sizeOf(
          image.width,
          image.height,
          `image ${image.id === undefined ? "without an id" : shownValue(image.id)}`,
        ),
        objects: [] as AnnotatedObject[],
      },
    ]),
  );
  const dropped: Dropped = { rings: 0 };
  for (const record of records) {
    const image = images.get(record.image_id);
    if (!image)
      throw new Error(
        `annotation ${String(record.id ?? "")}: its image_id ${shownValue(record.image_id)} is none of the images`,
      );
    const shape = shapeOf(record, image, dropped);
    if (shape) image.objects.push(objectOf(record, shape, classes, { first, crowds }));
  }
  const notes = notesOf(records, dropped, { first, crowds });
  return { images: [...images.values()], classes, rule: "coco", notes };
}

/** How the records of a file are to be understood. */
interface Reading {
  /** What is added to the numbers of categories. */
  readonly first: number;
  /** Whether `iscrowd` means a crowd. */
  readonly crowds: boolean;
}

/** 1 where objects have the category 0, which is the background of a mask. */
function firstNumber(records: readonly Json[], frame: Json): number {
  const ofTruth = Array.isArray(frame.annotations) ? frame.annotations.filter(isJson) : [];
  return [...records, ...ofTruth].some(({ category_id }) => category_id === 0) ? 1 : 0;
}

/** CVAT exports every mask as a crowd, which pycocotools would leave out one and all. */
function hasCrowds(records: readonly Json[]): boolean {
  return !(
    records.length > 0 && records.every(({ iscrowd, segmentation }) => iscrowd && isJson(segmentation))
  );
}

interface Dropped {
  rings: number;
}

function objectOf(
  record: Json,
  shape: Shape,
  classes: ReadonlyMap<number, string>,
  { first, crowds }: Reading,
): AnnotatedObject {
  const category = Number(record.category_id) + first;
  const label = classes.get(category);
  if (label === undefined)
    throw new Error(
      `annotation ${String(record.id ?? "")}: its category_id ${shownValue(record.category_id)} is none of the categories`,
    );
  return {
    ...{ label, category, shape },
    ...(record.iscrowd && crowds ? { crowd: true } : {}),
    ...(typeof record.score === "number" && { score: record.score }),
  };
}

function shapeOf(record: Json, image: AnnotatedImage, dropped: Dropped): Shape | undefined {
  const { segmentation } = record;
  const where = `annotation ${String(record.id ?? "")} of ${image.name}`;
  // A detection without a mask.
  if (segmentation === undefined || segmentation === null) return undefined;
  if (isJson(segmentation)) return maskShape(segmentation, image, where);
  if (!Array.isArray(segmentation) || !segmentation.every(isNumbers))
    throw new Error(`${where}: expected lists of x and y, or run lengths, in "segmentation"`);
  const rings = segmentation.filter((ring) => ring.length >= 6);
  dropped.rings += segmentation.length - rings.length;
  return { kind: "polygon", rings };
}

function maskShape(rle: Json, { width, height }: AnnotatedImage, where: string): Shape {
  const { size, counts } = rle;
  if (!isNumbers(size) || size.length !== 2 || !(typeof counts === "string" || isNumbers(counts)))
    throw new Error(`${where}: expected run lengths as {"size": [height, width], "counts": ...}`);
  if (size[0] !== height || size[1] !== width)
    throw new Error(
      `${where}: its run lengths are of ${size[1]} x ${size[0]} pixels, and the image has ${width} x ${height}`,
    );
  try {
    const runs = { size: [height, width], counts } as CocoRle;
    cocoRuns(runs);
    return {
      ...{ kind: "mask", left: 0, top: 0, width, height },
      // Results of a detector have hundreds of masks an image: each is unpacked when it is painted.
      get pixels() {
        return decodeCocoRle(runs);
      },
    };
  } catch (cause) {
    throw new Error(`${where}: ${(cause as Error).message}`, { cause });
  }
}

function notesOf(records: readonly Json[], { rings }: Dropped, { first, crowds }: Reading): string[] {
  const withoutMask = records.filter(({ segmentation }) => segmentation == null).length;
  return [
    ...(rings > 0
      ? [`${rings} ${rings === 1 ? "outline" : "outlines"} of fewer than three corners were left out`]
      : []),
    ...(withoutMask > 0
      ? [`${withoutMask} of ${records.length} annotations have a box and no mask, and were left out`]
      : []),
    ...(first > 0
      ? ["its categories begin at 0, which is the background of a mask: they are numbered from 1"]
      : []),
    ...(crowds
      ? []
      : [
          "every annotation is a crowd (CVAT exports all masks so): they are taken for objects here, pycocotools would score none",
        ]),
  ];
}
