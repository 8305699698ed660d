import { stat } from "node:fs/promises";
import type { DataSet } from "../data/data-set.ts";
import type { ImageSource } from "../data/image-source.ts";
import { NAMED_SETS } from "../data/named/index.ts";
import { checkOfFiles, type OpenOptions, openDataSet } from "../data/open-data-set.ts";
import type { Grouping } from "./groups/group-names.ts";
import { groupsOf } from "./groups/groups-of.ts";
import type { Inspection } from "./inspection.ts";
import { fileOf } from "./see/file-of.ts";
import { seeFolder } from "./see/see-folder.ts";
import { seeSamples } from "./see/see-samples.ts";
import type { SeenSet } from "./see/seen-set.ts";
import { summarise } from "./summarise.ts";

/** How a set is opened; tiles are not cut. */
export type InspectOptions = Omit<OpenOptions, "tile" | "overlap">;

/**
 * Looks at a data set before anything is trained on it: images, groups, classes, objects, intensities, duplicates, files that cannot be used,
 * and what follows for losses.
 *
 * @param data folder, name of a set, or a set that is open
 * @throws DataError where there is no data set at all; broken files are `problems`
 */
export async function inspect(
  data: string | ImageSource | DataSet,
  options: InspectOptions = {},
): Promise<Inspection> {
  return (await look(data, options)).inspection;
}

/** The inspection with the set that it is of, for whoever shows pictures. */
export async function look(
  data: string | ImageSource | DataSet,
  options: InspectOptions = {},
): Promise<{ readonly inspection: Inspection; readonly set: SeenSet }> {
  const set = await see(data, options);
  return { inspection: summarise(set, await groupingOf(set)), set };
}

async function groupingOf({ images, folder, statesGroups }: SeenSet): Promise<Grouping> {
  const groups = images.map(({ group }) => group);
  if (!statesGroups) return groupsOf(groups, folder);
  return { groups, rule: "set", note: `${new Set(groups).size} groups, as the set states` };
}

async function see(data: string | ImageSource | DataSet, options: InspectOptions): Promise<SeenSet> {
  const { onProgress } = options;
  if (typeof data !== "string") {
    // A source whose groups are not its images has been told them.
    const statesGroups = data.images.some(({ name, group }) => fileOf(name) !== group);
    return seeSamples(data, { statesGroups, onProgress });
  }
  const named = NAMED_SETS.find(({ name }) => name === data);
  const isFolder = (await stat(data).catch(() => undefined))?.isDirectory() ?? false;
  if (!named && isFolder) return seeFolder(data, options);
  // Says which names there are where it is none.
  if (named) checkOfFiles(named, options);
  const set = named ? await named.open(options) : await openDataSet(data, options);
  return seeSamples(set, { statesGroups: true, onProgress });
}
