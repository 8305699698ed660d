import type { Annotations, Raster } from "@segloss/io";
import { type AnnotatedPicture, annotationSource, type PaintSettings, painted } from "./annotation-file.ts";
import { dataError } from "./data-error.ts";
import type { FileSystem } from "./files/file-system.ts";
import { isYoloFile, type PixelSize, yoloSource } from "./yolo-file.ts";

/** Reads the masks of annotated images; undefined for paths of masks. */
export interface PaintedMasks {
  /** @param size of the image, for files that do not say it and stand apart from it */
  read(path: string, size?: PixelSize): Promise<Raster | undefined>;
  /** The size of the image that a file without one stands beside. */
  sizeOf(path: string): Promise<PixelSize | undefined>;
}

/** Paints images of annotation files (`annotations.json#street.png`) and label files of YOLO. */
export function paintedMasks(files: FileSystem, settings: PaintSettings): PaintedMasks {
  const annotated = annotationSource(files, settings);
  const yolo = yoloSource(files);
  return {
    sizeOf: yolo.sizeOf,
    async read(path, size) {
      const picture = isYoloFile(path) ? await yolo.read(path, size) : await annotated(path);
      return picture && painted(picture, settings);
    },
  };
}

/** A mask of classes and one of numbered objects, of the same pixels. */
export interface PaintedPair {
  readonly classes: Raster;
  readonly instances: Raster;
}

/** Reads the annotations of an image as both masks, painted in one order. */
export function paintedPairs(
  files: FileSystem,
  settings: Omit<PaintSettings, "as">,
): (path: string | undefined, size: PixelSize) => Promise<PaintedPair> {
  const annotated = annotationSource(files, settings);
  const yolo = yoloSource(files);
  return async (path, size) => {
    const none = { image: { name: "", ...size, objects: [] }, annotations: NOTHING };
    const picture =
      path === undefined ? none : isYoloFile(path) ? await yolo.read(path, size) : await annotated(path);
    if (picture) checkSize(path ?? "", picture, size);
    const [classes, instances] = (["classes", "instances"] as const).map((as) =>
      painted(picture ?? none, { ...settings, as }),
    );
    return { classes, instances };
  };
}

/** Before memory is taken for masks of whatever size a file claims; a photograph may still have to be turned. */
function checkSize(path: string, { image }: AnnotatedPicture, { width, height }: PixelSize): void {
  const fits = image.width === width && image.height === height;
  if (fits || (image.width === height && image.height === width)) return;
  throw dataError(
    `${path}: its annotations are of ${image.width}x${image.height} pixels and its image has ${width}x${height}; take the image that was annotated, or export the annotations of this one`,
  );
}

const NOTHING: Annotations = { images: [], classes: new Map(), rule: "coco", notes: [] };
