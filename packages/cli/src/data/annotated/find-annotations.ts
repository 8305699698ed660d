import { type Annotations, stemOf } from "@segloss/io";
import { annotationPath, readAnnotationFile } from "../annotation-file.ts";
import { dataError, firstFew } from "../data-error.ts";
import type { FileSystem } from "../files/file-system.ts";
import { isAnnotationFile } from "../is-annotation-file.ts";
import { listedError } from "../listed-error.ts";
import { BESIDE_MASKS } from "../named-masks.ts";
import type { AnnotationEntry, FoundAnnotations } from "./annotation-entry.ts";
import { type FindPicture, pictureFinder } from "./find-picture.ts";

/** Names that say that a file holds annotations. */
const SAYS_SO = /annot|instances|coco|label|cvat|export|project/i;

interface Read {
  readonly file: string;
  readonly annotations: Annotations;
}

/**
 * Annotation files of COCO, CVAT, Label Studio and LabelMe among the files of a data set; undefined where there are none.
 *
 * @param root what the paths are relative to
 * @throws DataError for files that are damaged, and sets whose files number their classes differently
 */
export async function findAnnotations(
  fs: FileSystem,
  root: string,
  files: readonly string[],
  pictures: readonly string[],
): Promise<FoundAnnotations | undefined> {
  const candidates = withoutOtherTasks(files.filter(isCandidate));
  const stems = new Set(pictures.map(stemOf));
  const reads: Read[] = [];
  const problems: string[] = [];
  const foreign: string[] = [];
  for (const file of candidates)
    try {
      reads.push({ file, annotations: await readAnnotationFile(fs, fs.join(root, file)) });
    } catch (cause) {
      const isMeant = stems.has(stemOfFile(file)) || SAYS_SO.test(file);
      if (isMeant) problems.push((cause as Error).message);
      else foreign.push(file);
    }
  // A set that is read may have other files beside it; annotations of one image each are all meant.
  const broken = reads.some(({ annotations }) => annotations.images.length > 1) ? [] : problems;
  if (broken.length > 0)
    throw broken.length === 1
      ? dataError(broken[0])
      : listedError(
          `${root}: ${broken.length} of ${candidates.length} annotation files cannot be read`,
          broken,
        );
  if (reads.length === 0) return undefined;
  const find = pictureFinder(pictures);
  const left = [...problems, ...foreign.map((file) => fs.join(root, file))];
  return {
    entries: reads.flatMap((read) => entriesOf(fs, root, read, find)),
    names: namesOf(reads),
    notes: left.length > 0 ? [`no annotations of outlines, left alone: ${firstFew(left)}`] : [],
  };
}

function isCandidate(file: string): boolean {
  return isAnnotationFile(file) && !BESIDE_MASKS.includes(file.replace(/^.*\//, "").toLowerCase());
}

/** COCO's folder has keypoints and captions of the same images beside `instances_*.json`. */
function withoutOtherTasks(files: readonly string[]): readonly string[] {
  const folderOf = (file: string) => file.replace(/[^/]*$/, "");
  const isInstances = (file: string) => /(?:^|\/)instances_[^/]*$/i.test(file);
  const folders = new Set(files.filter(isInstances).map(folderOf));
  return files.filter((file) => isInstances(file) || !folders.has(folderOf(file)));
}

function stemOfFile(file: string): string {
  return file.replace(/^.*\//, "").replace(/\.\w+$/, "");
}

function entriesOf(
  fs: FileSystem,
  root: string,
  { file, annotations }: Read,
  find: FindPicture,
): AnnotationEntry[] {
  const alone = annotations.images.length === 1;
  return annotations.images.map(({ name, objects }) => {
    // A file of one image that has the name of a picture belongs to it, whatever the picture was called before.
    const own = alone ? find(stemOfFile(file), file) : [];
    const numbers = objects.flatMap(({ category }) => category ?? []);
    const labels = objects.flatMap(({ category, label }) => (category === undefined ? [label] : []));
    return {
      ...{ path: annotationPath(fs.join(root, file), name), name, file },
      pictures: own.length === 1 ? own : find(name, file),
      ...{ numbers: new Set(numbers), labels: new Set(labels) },
      crowds: objects.some(({ crowd }) => crowd),
    };
  });
}

/** Names of the numbered classes of all files. */
function namesOf(reads: readonly Read[]): ReadonlyMap<number, string> {
  const names = new Map<number, { name: string; file: string }>();
  for (const { file, annotations } of reads) {
    const isNumbered = annotations.images.some(({ objects }) =>
      objects.some((one) => one.category !== undefined),
    );
    if (!isNumbered) continue;
    for (const [number, name] of annotations.classes) {
      const known = names.get(number);
      if (known && known.name !== name)
        throw dataError(
          `${file}: its category ${number} is ${name}, and in ${known.file} ${known.name}; files of one data set number their categories alike`,
        );
      names.set(number, { name, file });
    }
  }
  return new Map([...names].map(([number, { name }]) => [number, name]));
}
