import { type Annotations, formatOf, readYolo, stemOf } from "@segloss/io";
import type { AnnotatedPicture } from "./annotation-file.ts";
import { dataError } from "./data-error.ts";
import type { FileSystem } from "./files/file-system.ts";
import { namesIn } from "./files/names-in.ts";
import { shownSize } from "./shown-size.ts";
import { yoloNames } from "./yolo-names.ts";

/** Width and height in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Reads YOLO's label files and what they do not say themselves. */
export interface YoloSource {
  /** The size of the image that a label file belongs to; undefined where it is not beside it. */
  sizeOf(path: string): Promise<PixelSize | undefined>;
  /**
   * A file that is missing is an image without objects.
   *
   * @param size where the image is not beside the file
   * @throws DataError that names the file, for damage and where no size is known
   */
  read(path: string, size?: PixelSize): Promise<AnnotatedPicture>;
}

/** Whether a path names a label file of YOLO. */
export function isYoloFile(path: string): boolean {
  return /\.txt$/i.test(path) && !/\.(?:json|xml)#/i.test(path);
}

/** Remembers listings of folders and names of classes. */
export function yoloSource(files: FileSystem): YoloSource {
  const pictures = remembered((folder) => picturesIn(files, folder));
  const names = remembered((folder) => yoloNames(files, folder));
  const { basename, dirname, resolve } = files;
  const sizeOf = async (path: string) => {
    for (const folder of placesOfImages(files, dirname(resolve(path)))) {
      const image = (await pictures(folder)).get(labelStem(path));
      if (image) return shownSize(files, image);
    }
    return undefined;
  };
  return {
    sizeOf,
    async read(path, other) {
      const size = (await sizeOf(path)) ?? other;
      if (!size) throw dataError(`${path}: ${NO_SIZE}`);
      const ofClasses = await names(dirname(path));
      const image = { name: basename(path), width: size.width, height: size.height };
      try {
        const text = await textOf(files, path);
        return {
          image: readYolo(text, image, ofClasses, { wholePixels: true }),
          annotations: frame(ofClasses),
        };
      } catch (cause) {
        throw dataError(`${path}: ${(cause as Error).message}`, cause);
      }
    },
  };
}

const NO_SIZE =
  "a YOLO file does not say how large its image is, and the image was not found; expected it beside the file, or in images/ beside labels/";

/** Ultralytics draws outlines with their border and lays smaller objects on top. */
function frame(names: readonly string[]): Annotations {
  const classes = new Map(names.map((name, k) => [k + 1, name]));
  return { images: [], classes, rule: "border", smallOnTop: true, notes: [] };
}

async function textOf(files: FileSystem, path: string): Promise<string> {
  try {
    return await files.text(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") return "";
    throw new Error(`cannot be opened (${code})`, { cause });
  }
}

/** File name without `.txt`. */
export function labelStem(path: string): string {
  return path.replace(/^.*[/\\]/, "").replace(/\.txt$/i, "");
}

/** Where the images of a folder of labels are: the last `labels` of its path replaced, in it, or, of predictions, above it. */
export function placesOfImages({ sep, join, dirname }: FileSystem, folder: string): string[] {
  const parts = folder.split(sep);
  const at = parts.findLastIndex((part) => part.toLowerCase() === "labels");
  const swapped = at < 0 ? [] : [parts.with(at, parts[at] === "labels" ? "images" : "Images").join(sep)];
  const isLabels = at >= 0 && at === parts.length - 1;
  return [...swapped, folder, ...(isLabels ? [dirname(folder)] : [join(dirname(folder), "images")])];
}

async function picturesIn(files: FileSystem, folder: string): Promise<ReadonlyMap<string, string>> {
  const pictures = (await namesIn(files, folder)).filter((name) => formatOf(name));
  return new Map(pictures.map((name) => [stemOf(name), files.join(folder, name)]));
}

function remembered<T>(find: (folder: string) => Promise<T>): (folder: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (folder) => {
    const found = known.get(folder) ?? find(folder);
    known.set(folder, found);
    return found;
  };
}
