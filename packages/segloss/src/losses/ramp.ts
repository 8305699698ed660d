import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY, FINITE } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import { checkedLoss } from "./checked-loss.ts";
import type { Loss } from "./loss.ts";

export interface RampOptions {
  /** Factor at the start of the training. */
  readonly from: number;
  /** Factor at its end. */
  readonly to: number;
  /** Progress, 0 to 1, up to which the factor stays as it was at the start. Default 0. */
  readonly start?: number;
  /** Progress, above `start` and up to 1, from which it stays. Default 1. */
  readonly end?: number;
}

const OPTIONS: Readonly<Record<keyof RampOptions, Kind>> = { from: ANY, to: ANY, start: FINITE, end: FINITE };

/**
 * A loss times a factor that goes in a line from one number to another while a network is trained:
 * `sum(ramp({ from: 1, to: 0.01 }, dice()), ramp({ from: 0.01, to: 1 }, boundary()))` (H. Kervadec and others, MIDL 2019).
 * It is compiled once: each run says by `progress` how much of the training is done.
 * @throws Error for factors that are not finite, a start that is not before the end, and a loss that has a ramp already
 */
export function ramp(options: RampOptions, loss: Loss): Loss {
  checkOptions("ramp", options, OPTIONS);
  const { from, to, start = 0, end = 1 } = options;
  const { terms } = checkedLoss(loss);
  for (const [name, factor] of Object.entries({ from, to }))
    if (!Number.isFinite(factor))
      throw new Error(`ramp: ${name} must be a finite number, got ${shown(factor)}.`);
  if (!(start >= 0 && start < end && end <= 1))
    throw new Error(`ramp: needs 0 <= start < end <= 1, got start ${shown(start)} and end ${shown(end)}.`);
  const ramped = terms.find((term) => term.ramp !== undefined);
  if (ramped) throw new Error(`ramp: ${ramped.name} has a ramp already: a factor has one line.`);
  return { terms: terms.map((term) => ({ ...term, ramp: { from, to, start, end } })) };
}
