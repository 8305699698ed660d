import { checkOptions } from "../door/check-options.ts";
import { type Kind, required } from "../door/kind.ts";
import { ANY, BOOLEAN, choice } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import { add, mul } from "../formula/algebra.ts";
import { CLASS, type Expression, isApply, number, PIXEL, topological } from "../formula/expression.ts";
import { OPS } from "../formula/op-table.ts";
import { defaultLink, LINKS, type LinkName } from "../links/index.ts";
import { checkedLoss } from "../losses/checked-loss.ts";
import { linkOf } from "../losses/combine.ts";
import type { Loss, Term } from "../losses/loss.ts";
import { rampFactor } from "../losses/ramp-factor.ts";
import { makePlan, type Plan, termValue } from "../plan/plan.ts";
import type { Setting } from "../plan/setting.ts";
import { argumentsOf } from "./arguments.ts";
import { codeOf } from "./code-of.ts";
import { functionName } from "./function-name.ts";
import type { PrintedScope } from "./printing.ts";
import type { Argument, Shape, Target, TargetName } from "./target.ts";
import { TARGETS } from "./targets/index.ts";

export interface SourceCodeOptions {
  /** The library that the code is for. */
  readonly as: TargetName;
  /** Default: that of the loss; else sigmoid for one channel, softmax for several. */
  readonly link?: LinkName;
  /** Channels of the logits: the code is for this number. Default 1, under softmax 3. */
  readonly channels?: number;
  /** Axes of space, 1 to 3; soft skeletons alone depend on it. Default 2. */
  readonly dimensions?: number;
  /** Class indices (default), or values in [0, 1] of the logits' shape. */
  readonly targets?: "indices" | "soft";
  /** Whether the function takes pixel weights. Default false. */
  readonly weights?: boolean;
  /** Whether it takes a mask, 0 for pixels to leave out. Default false. */
  readonly mask?: boolean;
  /** Label or labels of pixels to leave out. */
  readonly ignore?: number | readonly number[];
}

const OPTIONS: Readonly<Record<keyof SourceCodeOptions, Kind>> = {
  as: required(ANY),
  ...{ channels: ANY, dimensions: ANY, ignore: ANY },
  link: choice(...LINKS.map(({ name }) => name)),
  targets: choice("indices", "soft"),
  ...{ weights: BOOLEAN, mask: BOOLEAN },
};

/** Source code of a loss. */
export interface SourceCode {
  readonly as: TargetName;
  /** Name of the function. */
  readonly name: string;
  readonly code: string;
  readonly link: LinkName;
  readonly channels: number;
  /** What the function takes, in order. */
  readonly arguments: readonly Argument[];
}

/**
 * A loss as source code for another library: one function, its helpers and imports, printed from the same formula. Its
 * gradient is what that library's own differentiation makes of it. Logits are [N, C, *space] in PyTorch and [N, *space, C] in the
 * others, targets [N, *space].
 * @throws Error for an unknown library, a shape or labels that make no sense, and whatever `makePlan` throws
 */
export function sourceCode(loss: Loss, options: SourceCodeOptions): SourceCode {
  checkedLoss(loss);
  checkOptions("sourceCode", options, OPTIONS);
  const target = targetNamed(options.as);
  const setting = settingOf(loss, options);
  const plan = makePlan(loss, setting);
  const scopes = scopesOf(loss, plan);
  const shape: Shape = {
    channels: setting.channels,
    dimensions: setting.space.length,
    link: setting.link,
    targets: setting.targets,
    weighted: setting.weighted,
    masked: setting.masked,
    ignore: setting.ignore,
    keepsClasses: setting.channels > 1 && scopes.some(mixesClasses),
  };
  const name = target.nameOf(functionName(loss));
  const args = argumentsOf(loss, plan, shape, target);
  return {
    arguments: args,
    as: options.as,
    name,
    code: codeOf({ loss, plan, scopes, shape, target, name, args }),
    link: setting.link,
    channels: setting.channels,
  };
}

function targetNamed(name: TargetName): Target {
  const target = TARGETS.find((each) => each.name === name);
  if (!target)
    throw new Error(`Unknown library ${shown(name)}: expected ${TARGETS.map((t) => t.name).join(", ")}.`);
  return target;
}

function settingOf(loss: Loss, options: SourceCodeOptions): Setting {
  const own = options.link ?? linkOf(loss);
  const { channels = own === "softmax" ? 3 : 1 } = options;
  const { dimensions = 2, targets = "indices", weights = false, mask = false, ignore = [] } = options;
  if (!Number.isInteger(channels) || channels < 1)
    throw new Error(`channels must be a whole number of at least 1, got ${shown(channels)}.`);
  if (![1, 2, 3].includes(dimensions))
    throw new Error(`dimensions must be 1, 2 or 3, got ${shown(dimensions)}.`);
  const labels = [ignore].flat() as number[];
  if (!labels.every(Number.isInteger))
    throw new Error(`ignore must be whole labels such as 255, got ${labels.map(shown).join(", ")}.`);
  if (targets === "soft" && labels.length > 0)
    throw new Error("ignore names labels, but the targets are soft: leave pixels out with a mask instead.");
  return {
    batch: 1,
    space: Array.from({ length: dimensions }, () => 1),
    channels,
    layout: "channels-last",
    link: own ?? defaultLink(channels),
    targets,
    weighted: weights,
    ignore: labels,
    masked: mask,
  };
}

/** The value of one region of each kind, without its share of the average. */
function scopesOf({ terms }: Loss, plan: Plan): PrintedScope[] {
  return (["image", "batch"] as const).flatMap((over) => {
    const values = terms.filter((term) => term.over === over).map((term) => termOf(term, plan));
    return values.length === 0 ? [] : [{ over, value: add(...values) }];
  });
}

function termOf(term: Term, plan: Plan): Expression {
  const ramp = term.ramp ? rampFactor(term.ramp) : number(1);
  return mul(number(term.weight), ramp, termValue(term, plan.setting, plan));
}

/** Whether values of pixels with the class axis meet others without it, or sums of images that keep it. */
function mixesClasses({ over, value }: PrintedScope): boolean {
  const isArray = (e: Expression): boolean => e.kind === "apply" || (e.kind === "symbol" && e.axes !== 0);
  return topological([value]).some((e) => {
    if (e.kind !== "apply" || isApply(e, "pixelSum")) return false;
    // Pixels are ranked class by class, also where there is one row for all.
    if (OPS[e.op].kind === "rank" && (e.axes & CLASS) === 0) return true;
    const without = e.args.filter((arg) => isArray(arg) && (arg.axes & CLASS) === 0);
    if (over === "image" && (e.axes & CLASS) !== 0 && without.length > 0) return true;
    return (
      (e.axes & PIXEL) !== 0 &&
      without.some((arg) => (e.axes & CLASS) !== 0 || (over === "image" && (arg.axes & PIXEL) === 0))
    );
  });
}
