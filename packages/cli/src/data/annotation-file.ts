import {
  type AnnotatedImage,
  type Annotations,
  type FillRule,
  paintImage,
  type Raster,
  readAnnotations,
  stemOf,
} from "@segloss/io";
import { dataError } from "./data-error.ts";
import type { FileSystem } from "./files/file-system.ts";
import { isAnnotationFile } from "./is-annotation-file.ts";

/** How objects of annotation files become masks. */
export interface PaintSettings {
  readonly as: "classes" | "instances";
  /** Default: the rule of the format. */
  readonly rule?: FillRule;
  /** Classes by name, numbered from 1, where files know them by name alone and several files have to agree. */
  readonly classes?: readonly string[];
  /** The file that lists of COCO results belong to. */
  readonly truth?: string;
}

/** Between the file of annotations and the image that is meant in it. */
const IMAGE = "#";

/** The image of an annotation file as a path that readers of masks take: `annotations.json#street.png`. */
export function annotationPath(file: string, image: string): string {
  return `${file}${IMAGE}${image}`;
}

/** File and image of such a path, or of a file alone, which means its only image; undefined for other paths. */
export function annotatedImageOf(
  path: string,
): { readonly file: string; readonly image: string } | undefined {
  const match = /^(.*\.(?:json|xml))(?:#(.*))?$/is.exec(path);
  return match ? { file: match[1], image: match[2] ?? "" } : undefined;
}

/** Paths of the images of a file, by the stem that they pair by, and a line for each whose stem is taken. */
export async function annotatedImages(
  files: FileSystem,
  file: string,
  truth?: string,
): Promise<{ readonly files: ReadonlyMap<string, string>; readonly problems: readonly string[] }> {
  const { images } = await readAnnotationFile(files, file, truth);
  const places = new Map<string, string>();
  const problems: string[] = [];
  for (const { name } of images) {
    const [stem, path] = [stemOf(name), annotationPath(file, name)];
    const other = places.get(stem);
    if (other) problems.push(`${path}: ${other} has the same name and was taken; keep one of them`);
    else places.set(stem, path);
  }
  return { files: places, problems };
}

/** @throws DataError that names the file */
export async function readAnnotationFile(
  files: FileSystem,
  file: string,
  truth?: string,
): Promise<Annotations> {
  try {
    const text = await files.text(file);
    const isResults = truth !== undefined && truth !== file && isAnnotationFile(truth);
    return readAnnotations(text, isResults ? await files.text(truth) : undefined);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw dataError(`${file}: ${code === "ENOENT" ? "no such file; check the path" : message}`, cause);
  }
}

/** An image of an annotation file, with what the file says of all. */
export interface AnnotatedPicture {
  readonly image: AnnotatedImage;
  readonly annotations: Annotations;
}

/** Finds images of annotation files. The last few files stay in memory: their images come one after the other. */
export function annotationSource(
  files: FileSystem,
  settings: Pick<PaintSettings, "classes" | "truth">,
): (path: string) => Promise<AnnotatedPicture | undefined> {
  const known = new Map<string, Annotations>();
  return async (path) => {
    const place = annotatedImageOf(path);
    if (!place) return undefined;
    const { file, image } = place;
    const found = known.get(file) ?? (await readAnnotationFile(files, file, settings.truth));
    known.delete(file);
    known.set(file, found);
    if (known.size > 4) known.delete([...known.keys()][0]);
    const annotations = settings.classes ? { ...found, classes: numbered(found, settings.classes) } : found;
    const wanted = image
      ? annotations.images.find(({ name }) => name === image)
      : onlyImage(file, annotations);
    if (!wanted) throw dataError(`${file}: it holds no image ${image}`);
    return { image: wanted, annotations };
  };
}

/** The mask of an image. Crowds have no data. */
export function painted({ image, annotations }: AnnotatedPicture, settings: PaintSettings): Raster {
  const raster = paintImage(image, annotations, { ...settings, crowds: "noData" });
  return annotations.notes.length > 0 ? { ...raster, notes: annotations.notes } : raster;
}

/** A file in a folder of masks is the mask of one image. */
function onlyImage(file: string, { images }: Annotations): AnnotatedImage {
  if (images.length === 1) return images[0];
  throw dataError(
    `${file}: it holds ${images.length} images where a folder has one a file; give the path of the file itself, or of one of its images as ${annotationPath(file, images[0]?.name ?? "NAME")}`,
  );
}

/** Categories of COCO keep their numbers. */
function numbered({ images, classes }: Annotations, names: readonly string[]): Annotations["classes"] {
  const hasNumbers = images.some(({ objects }) => objects.some(({ category }) => category !== undefined));
  return hasNumbers ? classes : new Map(names.map((name, k) => [k + 1, name]));
}
