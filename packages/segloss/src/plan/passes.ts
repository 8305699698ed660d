import { type ApplyNode, applyNode, type Expression, symbol, topological } from "../formula/expression.ts";
import type { OpName } from "../formula/op-name.ts";
import { OPS } from "../formula/op-table.ts";
import type { Plan, Scope } from "./plan.ts";

/** One sum, rank or look at neighbours of a scope, named; its operands may use the names of earlier ones. */
export interface NamedReduction {
  readonly name: string;
  readonly kind: ReductionKind;
  /** `pixelSum`, or the op that ranks or looks at neighbours. */
  readonly op: OpName;
  /** 1 for what needs the data alone, 2 for what needs a sum of level 1, and so on. */
  readonly level: number;
  /** What is summed or ranked; with neighbours, the whole call. */
  readonly operand: Expression;
}

export type ReductionKind = "sum" | "rank" | "neighbourhood";

/** The passes of one scope over the data. */
export interface ScopePasses {
  readonly over: "image" | "batch";
  readonly reductions: readonly NamedReduction[];
  /** The value from the named sums. */
  readonly value: Expression;
  /** The gradient at a pixel from its symbols, the named sums and ranks. */
  readonly gradient: Expression;
}

/** Cuts a plan into passes: sums and ranks level by level, then value and gradient. Equal sums are made once. */
export function passesOf(plan: Plan): ScopePasses[] {
  return plan.scopes.map(scopePasses);
}

function scopePasses({ over, value, gradient }: Scope): ScopePasses {
  const reductions: NamedReduction[] = [];
  const replaced = new Map<string, Expression>();
  const levels = new Map<string, number>();
  const counts = { sum: 0, rank: 0, neighbourhood: 0 };
  for (const node of topological([value, gradient])) {
    const below =
      node.kind === "apply" ? Math.max(0, ...node.args.map((arg) => levels.get(arg.key) as number)) : 0;
    const kind = reductionKind(node);
    const rebuilt = rebuild(node, replaced);
    levels.set(node.key, kind ? below + 1 : below);
    if (!kind) replaced.set(node.key, rebuilt);
    else {
      const name = `${LETTERS[kind]}${++counts[kind]}`;
      const { op } = node as ApplyNode;
      const operand = kind === "neighbourhood" ? rebuilt : (rebuilt as ApplyNode).args[0];
      reductions.push({ name, kind, op, level: below + 1, operand });
      replaced.set(node.key, symbol(name, node.axes));
    }
  }
  const of = (e: Expression): Expression => replaced.get(e.key) as Expression;
  return { over, reductions, value: of(value), gradient: of(gradient) };
}

const LETTERS: Readonly<Record<ReductionKind, string>> = { sum: "S", rank: "g", neighbourhood: "h" };

function reductionKind(node: Expression): ReductionKind | null {
  if (node.kind !== "apply") return null;
  if (node.op === "pixelSum") return "sum";
  const { kind } = OPS[node.op];
  return kind === "rank" || kind === "neighbourhood" ? kind : null;
}

function rebuild(node: Expression, replaced: ReadonlyMap<string, Expression>): Expression {
  if (node.kind !== "apply") return node;
  return applyNode(
    node.op,
    node.args.map((arg) => replaced.get(arg.key) as Expression),
    node.axes,
  );
}
