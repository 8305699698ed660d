import { check } from "../../door/check.ts";
import type { Kind } from "../../door/kind.ts";
import { having, RECORD } from "../../door/kinds.ts";
import { type Expression, topological } from "../../formula/expression.ts";
import { expand } from "../../plan/expand.ts";
import type { Plan, Scope } from "../../plan/plan.ts";
import { leavesOut } from "../../plan/setting.ts";
import type { OnnxEmitter } from "./emitter.ts";
import { graphLowering } from "./graph-lowering.ts";
import { hasSteepPower, stumblesOverTargets } from "./left-out-risks.ts";
import type { GraphLowering, OnnxTensor } from "./lowering.ts";
import { LOWER_OP } from "./op-lowering.ts";
import { type LossTensors, scopeSymbols } from "./scope-symbols.ts";
import { stabilize } from "./stabilize.ts";
import { sumAll } from "./sum-pixels.ts";

/** The tensors that a lowered loss produces. */
export interface LoweredLoss<V> {
  /** Scalar, no axes. */
  readonly value: V;
  /** Derivative with respect to the logits, of their shape. */
  readonly gradient: V;
}

const PLAN: Kind = {
  expected: "a plan that makePlan made",
  fits: (value) => {
    const { scopes, setting, definitions } = (value ?? {}) as Partial<Plan>;
    return Array.isArray(scopes) && typeof setting === "object" && definitions instanceof Map;
  },
};

const EMITTER = having("an emitter of ONNX operators", "emit", "emitMany", "constant", "integers");

const TENSORS: Kind = {
  expected: "{ logits, targets, maps }",
  fits: (value) => {
    const { logits, targets, maps } = (value ?? {}) as Partial<LossTensors<unknown>>;
    return logits !== undefined && targets !== undefined && RECORD.fits(maps);
  },
};

/**
 * Writes value and gradient of a loss as ONNX operators, from the same expressions that the reference engine
 * evaluates, by the table of `op-lowering.ts`. The plan's layout must be "channels-first".
 */
export function lowerPlan<V>(plan: Plan, emitter: OnnxEmitter<V>, tensors: LossTensors<V>): LoweredLoss<V> {
  check("lowerPlan: plan", plan, PLAN);
  check("lowerPlan: emitter", emitter, EMITTER);
  check("lowerPlan: tensors", tensors, TENSORS);
  if (plan.setting.layout !== "channels-first")
    throw new Error("ONNX graphs are channels-first: plan with that layout.");
  if (plan.setting.live) throw new Error("ONNX graphs hold the constants of a loss: plan without live ones.");
  const { batch, channels, space, sizes = "fixed" } = plan.setting;
  const parts = plan.scopes.map((scope) => {
    const to = graphLowering(emitter, { over: scope.over, sizes });
    return lowerScope(to, scope, plan, tensors);
  });
  const to = graphLowering(emitter, { over: "batch", sizes });
  const logits: OnnxTensor = { value: tensors.logits, shape: [batch, channels, ...space] };
  const values = parts.map((part) => part.value);
  const gradients = parts.map((part) => to.broadcast(part.gradient, logits));
  const add = (a: OnnxTensor, b: OnnxTensor): OnnxTensor => to.binary("Add", a, b);
  return { value: values.reduce(add).value as V, gradient: gradients.reduce(add).value as V };
}

function lowerScope<V>(
  to: GraphLowering,
  scope: Scope,
  plan: Plan,
  tensors: LossTensors<V>,
): { value: OnnxTensor; gradient: OnnxTensor } {
  const roots = stabilize([scope.value, scope.gradient]).map((root) => expand(root, plan.definitions));
  const symbols = scopeSymbols(to, plan, tensors, roots.some(stumblesOverTargets));
  const done = new Map<string, OnnxTensor>();
  for (const node of topological(roots)) done.set(node.key, lowerNode(to, node, done, symbols));
  const [value, gradient] = roots.map((root) => done.get(root.key) as OnnxTensor);
  const isHarmless = !leavesOut(plan.setting) || !hasSteepPower(roots[1]);
  const known = isHarmless ? gradient : to.where(to.isZero(symbols("v")), to.scalar(0), gradient);
  return { value: overRegions(to, value, symbols), gradient: known };
}

/** The sum over the regions. What does not depend on the data, such as a constant, still counts once in each. */
function overRegions(
  to: GraphLowering,
  value: OnnxTensor,
  symbols: (name: string) => OnnxTensor,
): OnnxTensor {
  const sum = sumAll(to, value);
  const isEachOnce = to.over === "batch" || value.shape[0] === symbols("z").shape[0];
  return isEachOnce ? sum : to.binary("Mul", sum, symbols("regionCount"));
}

function lowerNode(
  to: GraphLowering,
  node: Expression,
  done: ReadonlyMap<string, OnnxTensor>,
  symbols: (name: string) => OnnxTensor,
): OnnxTensor {
  if (node.kind === "number") return to.scalar(node.value);
  if (node.kind === "symbol") return symbols(node.name);
  if (node.kind === "vector") {
    const ones = symbols("z")
      .shape.slice(2)
      .map(() => 1);
    return to.constant(node.values, [1, node.values.length, ...ones]);
  }
  return LOWER_OP[node.op](to, ...node.args.map((arg) => done.get(arg.key) as OnnxTensor));
}
