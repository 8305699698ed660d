import { add } from "../../formula/algebra.ts";
import { type ApplyNode, isApply, mentions } from "../../formula/expression.ts";
import { HARD_TARGET } from "../../formula/targets.ts";
import { leavesOut } from "../../plan/setting.ts";
import { ofOneClass } from "../passes/own-class.ts";
import type { Value } from "../value.ts";
import { isLargest } from "./largest.ts";
import type { Lower, Lowering } from "./lowering.ts";

/**
 * g_c - sum_k p_k g_k. In single precision the p of a pixel add up to 1 + 3e-8, and what all g have in common leaves that
 * share of itself where it should leave nothing. So the g of the class with the largest p is taken from all of them
 * first: it stands in the sum with 1/C of its size at least, so that nothing larger comes in than was there. Terms with
 * the label, which stand at one class alone, have nothing in common, and would lose the bits that they have below those
 * of the other terms: they go their own way, and need a start only where their class would cancel, above 1/2.
 */
export function lowerAboveMean({ args: [p, g] }: ApplyNode, to: Lowering, lower: Lower): Value {
  const share = lower(p, to);
  const terms = isApply(g, "add") ? g.args : [g];
  const ofLabel = terms.filter((term) => mentions(term, [HARD_TARGET]));
  const others = terms.filter((term) => !ofLabel.includes(term));
  const parts: Value[] = [];
  const isTop = to.build.less(0.5, share);
  if (ofLabel.length > 0) parts.push(aboveMean(share, lower(add(...ofLabel), to), isTop, to));
  if (others.length > 0) parts.push(aboveMean(share, lower(add(...others), to), isLargest(share, to), to));
  return parts.reduce((a, b) => to.build.add(a, b));
}

/** `isStart`: the class, if any, whose slope is taken from all of them. */
function aboveMean(share: Value, slope: Value, isStart: Value, { build, setting }: Lowering): Value {
  const start = ofOneClass(slope, isStart, {
    build,
    channels: setting.channels,
    mayMiss: leavesOut(setting),
  });
  const above = build.sub(slope, start);
  return build.sub(above, build.classTotal(build.mul(share, above)));
}
