import { firstFew } from "../../data/data-error.ts";
import type { GroupRule } from "./group-rule.ts";
import { GROUP_RULES } from "./group-rules.ts";
import { GROUPS_FILE } from "./parse-groups.ts";

/** Which images belong together: a split never divides a group. */
export interface Grouping {
  /** The group of each name, in the order of the names. */
  readonly groups: readonly string[];
  /** What they were made by; "each" where every image is a group of its own, "set" where an open set states them. */
  readonly rule: GroupRule["name"] | "groups.csv" | "set" | "each";
  /** What was found, and how to say otherwise. */
  readonly note: string;
}

/**
 * The groups of images: what `groups.csv` states, else what folders or file names say (`GROUP_RULES`), else each image by itself. A
 * rule holds where it makes at least two groups, and one of them of several images; one that merges everything never does. A rule
 * that is a guess must fit every name, and no group may have more than half of the images.
 *
 * @param names of images without their extension; slices of one volume have one name
 * @param stated groups of names, as `groups.csv` has them
 */
export function groupNames(names: readonly string[], stated?: ReadonlyMap<string, string>): Grouping {
  if (stated) return statedGroups(names, stated);
  for (const rule of GROUP_RULES)
    for (const groups of candidateGroups(names, rule))
      if (holds(names, groups, rule)) return { groups, rule: rule.name, note: noteOf(names, groups, rule) };
  const what = new Set(names).size < names.length ? "volume, with its slices," : "image";
  return {
    groups: [...names],
    rule: "each",
    note: `each ${what} is a group of its own, since the file names do not say which belong together (a subject, a scene, a volume); ${REMEDY}`,
  };
}

const REMEDY = `say so in ${GROUPS_FILE} in the folder, a line an image: name,group`;

/** With the largest groups first. What a rule says nothing about stands alone. */
function candidateGroups(names: readonly string[], rule: GroupRule): string[][] {
  const all = names.map((name) => rule.candidates(name));
  const most = Math.max(0, ...all.map((candidates) => candidates.length));
  return Array.from({ length: most }, (_, k) =>
    all.map((candidates, i) => candidates[Math.min(k, candidates.length - 1)] ?? names[i]),
  );
}

function holds(names: readonly string[], groups: readonly string[], rule: GroupRule): boolean {
  const sizes = sizesOf(names, groups);
  const largest = Math.max(...sizes.values());
  if (sizes.size < 2 || largest < 2) return false;
  if (!rule.guess) return true;
  return names.every((name) => rule.candidates(name).length > 0) && largest <= new Set(names).size / 2;
}

/** Different names in each group. */
function sizesOf(names: readonly string[], groups: readonly string[]): ReadonlyMap<string, number> {
  const members = new Map<string, Set<string>>();
  names.forEach((name, i) => {
    const inGroup = members.get(groups[i]) ?? new Set();
    members.set(groups[i], inGroup.add(name));
  });
  return new Map([...members].map(([group, { size }]) => [group, size]));
}

function noteOf(names: readonly string[], groups: readonly string[], rule: GroupRule): string {
  const sizes = sizesOf(names, groups);
  const [group] = [...sizes].find(([, size]) => size > 1)!;
  const example = names.filter((_, i) => groups[i] === group);
  return `${sizes.size} groups ${rule.by}, such as ${group} (${firstFew([...new Set(example)])}); if that is wrong, ${REMEDY}`;
}

function statedGroups(names: readonly string[], stated: ReadonlyMap<string, string>): Grouping {
  const groups = names.map((name) => stated.get(name) ?? name);
  const missing = [...new Set(names)].filter((name) => !stated.has(name));
  const strangers = [...stated.keys()].filter((name) => !names.includes(name));
  const left = [
    ...(missing.length > 0
      ? [`it lacks ${countOf(missing, "image")}, each of which is a group of its own`]
      : []),
    ...(strangers.length > 0 ? [`it names ${countOf(strangers, "image")} beyond those read`] : []),
  ];
  const note = [`${new Set(groups).size} groups as ${GROUPS_FILE} states`, ...left].join("; ");
  return { groups, rule: "groups.csv", note };
}

function countOf(names: readonly string[], what: string): string {
  return `${names.length} ${what}${names.length === 1 ? "" : "s"} (${firstFew(names)})`;
}
