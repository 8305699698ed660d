import { dataError } from "../../data/data-error.ts";
import type { Plan } from "../protocol/plan.ts";
import type { PreparedData } from "./prepare-data.ts";

/** @throws DataError where the plan is of other data */
export function checkPlannedData(plan: Plan, { source }: PreparedData): Plan {
  if (plan.data.fingerprint === source.fingerprint) return plan;
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
