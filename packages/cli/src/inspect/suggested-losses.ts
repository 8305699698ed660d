import type { SuggestedLoss } from "./advice/advice-kind.ts";
import type { Inspection } from "./inspection.ts";

/** The losses that follow from the data, each once, as `compare --losses` takes them. */
export function suggestedLosses({ advice }: Pick<Inspection, "advice">): SuggestedLoss[] {
  const byText = new Map<string, SuggestedLoss>();
  for (const one of advice.flatMap(({ losses }) => losses))
    if (!byText.has(one.loss)) byText.set(one.loss, one);
  return [...byText.values()];
}
