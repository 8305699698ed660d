import { environment } from "../../host/environment.ts";
import type { Plan } from "../protocol/plan.ts";

/** What numbers depend on besides data and settings. */
const NUMBERS_DEPEND_ON = ["segloss", "onnxruntime-node", "system", "processor"];

/** What is not as it was when the plan was made, in sentences. */
export function environmentNotes(
  { environment: planned }: Pick<Plan, "environment">,
  here: Readonly<Record<string, string>> = environment(),
): string[] {
  return NUMBERS_DEPEND_ON.filter((key) => shown(planned[key]) !== shown(here[key])).map(
    (key) =>
      `the plan was made with ${key} ${shown(planned[key])}, here it is ${shown(here[key])}: the numbers may differ`,
  );
}

/** How many cores there are makes no difference. */
function shown(text = "unknown"): string {
  return text.replace(/, \d+ cores$/, "");
}
