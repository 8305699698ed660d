import { firstFew } from "./data-error.ts";
import type { FolderFiles } from "./folder-files.ts";
import { listedError, severalOnly } from "./listed-error.ts";
import { MASK_SUFFIXES } from "./mask-suffixes.ts";
import type { Pair, Pairs } from "./pair.ts";
import { type PairPattern, patternText } from "./pair-pattern.ts";

/**
 * Files of images and files of masks that pair by their names, and what does not.
 *
 * @param folder that both lie in, for messages
 * @param pattern by which the names were made, where there is one
 */
export function pairNamed(
  folder: string,
  images: FolderFiles,
  masks: FolderFiles,
  pattern?: PairPattern,
): Pairs {
  const channels = pattern ? undefined : channelFiles(images.files, masks.files);
  const imageFiles = channels ? new Map([...channels].map(([stem, [first]]) => [stem, first])) : images.files;
  const maskFiles = pattern ? masks.files : withoutSuffix(masks.files, imageFiles);
  const unclear = new Set(
    [images, masks].flatMap(({ doubles, files }) => doubles.map((stem) => files.get(stem))),
  );
  const pairs = [...imageFiles].flatMap(([stem, image]): Pair[] => {
    const [mask, parts = [image]] = [maskFiles.get(stem), channels?.get(stem)];
    if (!mask || [mask, ...parts].some((path) => unclear.has(path))) return [];
    return [{ stem, image, mask, ...(parts.length > 1 && { channels: parts }) }];
  });
  const doubles = doubleFiles(folder, images, masks);
  const lonely = lonelyFiles(folder, imageFiles, maskFiles, pattern);
  const fault = doubles.fault ?? lonely.fault;
  return {
    pairs,
    notes: [...images.notes, ...masks.notes],
    problems: [...doubles.problems, ...lonely.problems],
    ...(fault && { fault }),
  };
}

type Faults = Required<Pick<Pairs, "problems">> & Pick<Pairs, "fault">;

function doubleFiles(folder: string, ...folders: readonly FolderFiles[]): Faults {
  const doubles = folders.flatMap((one) => one.doubles);
  const problems = folders.flatMap((one) => one.problems);
  if (doubles.length === 0) return { problems: [] };
  return {
    problems: problems.map((message) => ({ file: message.slice(0, message.indexOf(": ")), message })),
    fault: listedError(
      `${folder}: two files are called ${firstFew(doubles)}; keep one of each`,
      severalOnly(problems),
    ),
  };
}

/**
 * nnU-Net numbers the channels of an image: `case_0000`, `case_0001` belong to the mask `case`. Undefined where none do, or where some pair as
 * they are called.
 */
function channelFiles(
  images: ReadonlyMap<string, string>,
  masks: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> | undefined {
  const caseOf = (stem: string) => {
    const name = /^(.+)_\d{4}$/.exec(stem)?.[1];
    return name !== undefined && masks.has(name) ? name : undefined;
  };
  const stems = [...images.keys()];
  if (stems.some((stem) => masks.has(stem)) || !stems.some(caseOf)) return undefined;
  const channels = new Map<string, string[]>();
  for (const [stem, path] of images) {
    const name = caseOf(stem) ?? stem;
    channels.set(name, [...(channels.get(name) ?? []), path]);
  }
  return channels;
}

/** Masks called `NAME_mask` beside images `NAME`, where more pair so than as they are called. */
function withoutSuffix(
  masks: ReadonlyMap<string, string>,
  images: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const stems = [...masks.keys()];
  const stemWithout = (stem: string, suffix: string) => {
    const rest = stem.endsWith(suffix) ? stem.slice(0, stem.length - suffix.length) : stem;
    return images.has(rest) && !masks.has(rest) ? rest : undefined;
  };
  const plain = stems.filter((stem) => images.has(stem)).length;
  const pairing = (suffix: string) => stems.filter((stem) => stemWithout(stem, suffix) !== undefined).length;
  const most = MASK_SUFFIXES.reduce((best, one) => (pairing(one) > pairing(best) ? one : best));
  if (pairing(most) <= plain) return masks;
  return new Map([...masks].map(([stem, path]) => [stemWithout(stem, most) ?? stem, path]));
}

function lonelyFiles(
  folder: string,
  images: ReadonlyMap<string, string>,
  masks: ReadonlyMap<string, string>,
  pattern?: PairPattern,
): Faults {
  const unmasked = [...images.keys()].filter((stem) => !masks.has(stem));
  const unpictured = [...masks.keys()].filter((stem) => !images.has(stem));
  if (unmasked.length + unpictured.length === 0) return { problems: [] };
  const both = unmasked.length > 0 && unpictured.length > 0 ? "; " : "";
  const rule = pattern
    ? `They pair by ${patternText(pattern.first)}=${patternText(pattern.second)}`
    : 'A mask has the file name of its image, the extension may differ; other names pair with --pairs, such as "{id}_seg.png={id}.png"';
  const problems = [
    ...unmasked.map((stem) => ({ file: images.get(stem)!, message: `${folder}: image ${stem} has no mask` })),
    ...unpictured.map((stem) => ({
      file: masks.get(stem)!,
      message: `${folder}: mask ${stem} has no image`,
    })),
  ];
  const fault = listedError(
    `${folder}: images/ and masks/ do not pair: ${lacking(unmasked, "image", "mask")}${both}${lacking(unpictured, "mask", "image")}. ${rule}`,
    severalOnly(problems.map(({ message }) => message)),
  );
  return { problems, fault };
}

/** `2 images without a mask (a, b)`, or nothing. */
function lacking(stems: readonly string[], has: string, lacks: string): string {
  if (stems.length === 0) return "";
  const article = lacks === "image" ? "an" : "a";
  return `${stems.length} ${has}${stems.length > 1 ? "s" : ""} without ${article} ${lacks} (${firstFew(stems)})`;
}
