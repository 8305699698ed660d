import { dataError } from "../../data/data-error.ts";
import { firstOfEach } from "../../statistics/partition.ts";
import type { Plan } from "../protocol/plan.ts";
import type { PreparedData } from "./prepare-data.ts";

/** @throws DataError where the plan is of other data, or of other groups */
export function checkPlannedData(plan: Plan, { source, groups }: PreparedData): Plan {
  if (plan.data.fingerprint === source.fingerprint) {
    checkGroups(plan, groups, source.name);
    return plan;
  }
  const names = source.images.map(({ name }) => name);
  const missing = plan.data.images.filter((name) => !names.includes(name));
  const added = names.filter((name) => !plan.data.images.includes(name));
  const what =
    missing.length + added.length > 0
      ? `${missing.length} of its images are missing and ${added.length} are new`
      : "the same names, but other pixels, masks or classes";
  throw dataError(
    `${source.name}: not the data that the plan was made for (${what}); take those, or make a plan of these by leaving out --plan or --resume`,
  );
}

/** Groups are the same where they divide the images alike, whatever they are called. */
function checkGroups({ data }: Plan, groups: readonly string[], name: string): void {
  const [planned, found] = [firstOfEach(data.groups), firstOfEach(groups)];
  const image = planned.findIndex((first, k) => first !== found[k]);
  if (image < 0) return;
  throw dataError(
    `${name}: other groups than those of the plan (${data.images[image]} was of ${data.groups[image]}, and is of ${groups[image]} now), which its folds would divide; take the old groups (groups.csv, folders, names), or make a new plan by leaving out --plan, or with --restart in place of --resume`,
  );
}
