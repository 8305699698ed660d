import type { Plan } from "../../compare/protocol/plan.ts";
import { dataError } from "../../data/data-error.ts";
import type { Meeting } from "../protocol/queue-name.ts";

/** @throws DataError where workers of another provider would be asked than the plan is made for */
export function checkPlannedProvider({ training }: Pick<Plan, "training">, { provider }: Meeting): void {
  const planned = training.provider ?? "cpu";
  if (planned === provider) return;
  throw dataError(
    `--provider ${provider}: the plan has ${planned}; say --provider ${planned}, whose workers do it`,
  );
}
