import { formatOf, stemOf } from "@segloss/io";
import { firstFew } from "./data-error.ts";
import { listedError, severalOnly } from "./listed-error.ts";
import { MASK_SUFFIXES } from "./mask-suffixes.ts";
import type { Pair, Pairs } from "./pair.ts";
import { idOf, type NamePattern, type PairPattern, patternText } from "./pair-pattern.ts";

/** Images and masks in one folder, `NAME` and `NAME_mask`, or as a pattern says. */
export function flatPairs(
  folder: string,
  names: readonly string[],
  pathOf: (name: string) => string,
  pattern?: PairPattern,
): Pairs | undefined {
  const readable = names.filter((name) => !name.startsWith(".") && formatOf(name)).sort();
  const found = pattern
    ? (byPattern(readable, pattern.first, pattern.second) ??
      byPattern(readable, pattern.second, pattern.first))
    : MASK_SUFFIXES.map((suffix) => bySuffix(readable, suffix)).find((one) => one.length > 0);
  if (!found || found.length === 0) return undefined;
  const taken = new Set(found.flatMap(({ image, mask }) => [image, mask]));
  const left = readable.filter((name) => !taken.has(name));
  const pairs = found.map((pair) => ({
    stem: pair.stem,
    image: pathOf(pair.image),
    mask: pathOf(pair.mask),
  }));
  if (left.length === 0) return { pairs, notes: [] };
  const problems = left.map((name) => ({
    file: pathOf(name),
    message: `${pathOf(name)}: it pairs with no other file`,
  }));
  const fault = listedError(
    `${folder}: ${left.length} of ${readable.length} files pair with no other (${firstFew(left)}); move them elsewhere, or say how names pair with --pairs`,
    severalOnly(problems.map(({ message }) => message)),
  );
  return { pairs, notes: [], problems, fault };
}

function bySuffix(names: readonly string[], suffix: string): Pair[] {
  const images = new Map(names.map((name) => [stemOf(name), name]));
  return names.flatMap((mask) => {
    const stem = stemOf(mask);
    const image = stem.endsWith(suffix) ? images.get(stem.slice(0, -suffix.length)) : undefined;
    return image ? [{ stem: stemOf(image), image, mask }] : [];
  });
}

/** Masks fit the first pattern; a name that fits both is a mask where that pattern is the longer one. */
function byPattern(names: readonly string[], first: NamePattern, second: NamePattern): Pair[] | undefined {
  const isLonger = patternText(first).length >= patternText(second).length;
  if (!isLonger) return undefined;
  const images = new Map(names.map((name) => [idOf(name, second), name]));
  const pairs = names.flatMap((mask) => {
    const id = idOf(mask, first);
    const image = id === undefined ? undefined : images.get(id);
    return id !== undefined && image && image !== mask ? [{ stem: id, image, mask }] : [];
  });
  return pairs.length > 0 ? pairs : undefined;
}
