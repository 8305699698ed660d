import { checkedLoss } from "./checked-loss.ts";
import type { Loss } from "./loss.ts";
import { parseLoss } from "./parse-loss.ts";

/**
 * A loss, or the text of one, for functions that take both.
 * @throws FormulaError for text with a mistake, Error for something else
 */
export function readLoss(given: Loss | string): Loss {
  return typeof given === "string" ? parseLoss(given) : checkedLoss(given);
}
