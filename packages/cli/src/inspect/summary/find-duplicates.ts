import { isConstant } from "../facts/channel-facts.ts";
import type { Duplicates } from "../inspection.ts";
import type { SeenImage, SeenSet } from "../see/seen-set.ts";

/** Files with the same pixels, and files with the same mask; images of one value and masks without foreground are left out. */
export function findDuplicates({ images, hashes }: SeenSet, groups: readonly string[]): Duplicates {
  const groupOf = new Map(images.map(({ file }, i) => [file, groups[i]]));
  const plain = filesWhere(images, (one) => isConstant(one.channels));
  const bare = filesWhere(images, ({ mask }) => mask.objects.pixels.length === 0);
  const byImage = alike(hashes, "image", (file) => !plain.has(file));
  const byMask = alike(hashes, "mask", (file) => !bare.has(file));
  const differ = (names: readonly string[], of: (name: string) => unknown) => new Set(names.map(of)).size > 1;
  return {
    images: byImage.map((names) => ({
      names,
      masks: differ(names, (name) => hashes.get(name)!.mask) ? "different" : "same",
      groups: differ(names, (name) => groupOf.get(name)) ? "several" : "one",
    })),
    masks: byMask.filter((names) => differ(names, (name) => hashes.get(name)!.image)),
  };
}

/** Files all of whose images are so. */
function filesWhere(images: readonly SeenImage[], is: (image: SeenImage) => boolean): ReadonlySet<string> {
  const others = new Set(images.filter((one) => !is(one)).map(({ file }) => file));
  return new Set(images.map(({ file }) => file).filter((file) => !others.has(file)));
}

function alike(
  hashes: SeenSet["hashes"],
  kind: "image" | "mask",
  counts: (file: string) => boolean,
): string[][] {
  const byHash = new Map<string, string[]>();
  for (const [file, hash] of hashes)
    if (counts(file)) byHash.set(hash[kind], [...(byHash.get(hash[kind]) ?? []), file]);
  return [...byHash.values()].filter((files) => files.length > 1);
}
