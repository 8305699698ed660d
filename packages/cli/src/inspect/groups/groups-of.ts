import { type Grouping, groupNames } from "./group-names.ts";
import { readGroups } from "./read-groups.ts";

/**
 * The groups of images, see `groupNames`.
 *
 * @param names of images without their extension; slices of one volume have one name
 * @param folder that may hold `groups.csv`
 * @throws DataError where groups.csv cannot be read
 */
export async function groupsOf(names: readonly string[], folder?: string): Promise<Grouping> {
  return groupNames(names, folder === undefined ? undefined : await readGroups(folder));
}
