import {
  type Expression,
  isApply,
  mentions,
  PIXEL,
  topological,
  variesOver,
} from "../../formula/expression.ts";
import { OPS } from "../../formula/op-table.ts";
import { PREDICTION_SYMBOLS } from "../../formula/ops/functions.ts";
import type { Plan } from "../../plan/plan.ts";
import type { SavedPrediction } from "../lower/lowering.ts";
import type { Value } from "../value.ts";
import { computesOperands } from "./neighbour-job.ts";
import { ranksMargins } from "./rank-job.ts";
import type { Schedule, Stage } from "./schedule.ts";

const LOGARITHMS: readonly string[] = ["logp", "log1mp"];
const ALL: readonly string[] = ["p", "q", ...LOGARITHMS];

/** What to save, or null where later sweeps have no use for it or the first does not compute it anyway. */
export function savedPrediction({ setting }: Plan, { stages, scopes }: Schedule): SavedPrediction | null {
  if (setting.link === "none" || stages.length < 2 || !stages[stages.length - 1].gradient) return null;
  // Then the buffer is for what they find.
  if (computesOperands(setting.channels) && stages.some(({ neighbours }) => neighbours.length > 0))
    return null;
  const of = ({ sums, ranks, neighbours }: Stage): Expression[] => {
    const predicting = ranks.filter(({ node }) => !ranksMargins(node, setting));
    return [...sums, ...predicting, ...neighbours].flatMap(({ node }) => node.args);
  };
  const uses = (roots: readonly Expression[], names: readonly string[]): boolean =>
    roots.some((e) => mentions(e, names));
  const gradients = scopes.flatMap(({ gradient }) => (gradient ? withoutSums(gradient) : []));
  const later = [...stages.slice(1).flatMap(of), ...gradients];
  if (!uses(of(stages[0]), ALL) || !uses(later, ALL)) return null;
  const needsLogarithms = uses(later, LOGARITHMS);
  if (setting.link === "sigmoid") return needsLogarithms ? "exponential" : "smaller";
  return needsLogarithms ? null : "softmax";
}

/** The parts of a gradient outside of sums, sorts and looks at neighbours. */
function withoutSums(root: Expression): Expression[] {
  const seen = new Set<string>();
  const visit = (e: Expression): Expression[] => {
    if (seen.has(e.key) || !variesOver(e, PIXEL)) return [];
    seen.add(e.key);
    if (e.kind === "symbol") return [e];
    if (e.kind !== "apply" || ["rank", "neighbourhood"].includes(OPS[e.op].kind)) return [];
    return e.args.flatMap(visit);
  };
  return visit(root);
}

/**
 * Whether a gradient multiplies a part of the prediction by something that has another one and more besides: then its program has
 * two such parts.
 */
export function needsPartsOfPrediction(gradient: Expression): boolean {
  const reads = (e: Expression): boolean =>
    withoutSums(e).some((symbol) => mentions(symbol, PREDICTION_SYMBOLS));
  const isAlone = (e: Expression): boolean =>
    topological([e]).every((node) => node.kind !== "symbol" || PREDICTION_SYMBOLS.includes(node.name));
  return topological([gradient]).some((e) => {
    if (!isApply(e, "mul")) return false;
    const reading = e.args.filter(reads);
    return reading.length > 1 && reading.some(isAlone) && !reading.every(isAlone);
  });
}

/** The largest parts of a value that are made of logits and constants alone. */
export function predictionParts(root: Value, logits: Value): Value[] {
  const known = new Map<Value, "prediction" | "constant" | "other">();
  const kindOf = (value: Value): "prediction" | "constant" | "other" => {
    const seen = known.get(value);
    if (seen) return seen;
    const kinds = value.args.map(kindOf);
    let kind: "prediction" | "constant" | "other" = value.op === "constant" ? "constant" : "other";
    if (value === logits) kind = "prediction";
    if (kinds.length > 0 && !kinds.includes("other"))
      kind = kinds.includes("prediction") ? "prediction" : "constant";
    known.set(value, kind);
    return kind;
  };
  const parts = new Set<Value>();
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (seen.has(value)) return;
    seen.add(value);
    if (kindOf(value) === "prediction") parts.add(value);
    else value.args.forEach(visit);
  };
  visit(root);
  return [...parts];
}
