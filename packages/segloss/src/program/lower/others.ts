import { add, apply, mul } from "../../formula/algebra.ts";
import { CLASS, type Expression, isApply, isNumber, number, variesOver } from "../../formula/expression.ts";
import type { Value } from "../value.ts";
import { isPositive } from "./conditions.ts";
import { choosesByLabel, labelChoice } from "./label-choice.ts";
import type { Lower, Lowering } from "./lowering.ts";

/**
 * Sum over the other classes. What is 0 but for the pixel's own class has its whole total at the others, and none at its
 * own: there total - x would leave the rounding of x, which may be large beside what the sum is multiplied by.
 */
export function lowerOthers(e: Expression, to: Lowering, lower: Lower): Value {
  const { build, setting } = to;
  const terms = isApply(e, "add") ? e.args : [e];
  const own = terms.filter(isOfLabelAlone);
  if (own.length === 0) return totalLessOwn(lower(e, to), to);
  const ofOwn = build.unless(build.classTotal(lower(add(...own), to)), isPositive(to));
  const rest = terms.filter((term) => !own.includes(term));
  const fixed = rest.filter((term) => !variesOver(term, CLASS));
  const varying = rest.filter((term) => !fixed.includes(term));
  const ofFixed = mul(number(setting.channels - 1), add(...fixed));
  const ofRest = varying.length === 0 ? ofFixed : add(ofFixed, apply("others", add(...varying)));
  return isNumber(ofRest, 0) ? ofOwn : build.add(ofOwn, lower(ofRest, to));
}

/** total - x loses what is small beside x, unless the total is kept as a sum of two floats. */
function totalLessOwn(x: Value, { build }: Lowering): Value {
  const pair = build.classPair(x);
  return build.add(build.sub(build.pairHigh(pair), x), build.pairLow(pair));
}

function isOfLabelAlone(e: Expression): boolean {
  return choosesByLabel(e) && isNumber(labelChoice(e).negative, 0);
}
