import { check, having } from "segloss/door";
import type { Graph } from "./graph.ts";
import { BUILDER, VALUES } from "./graph-kind.ts";
import type { Operator } from "./operator.ts";
import type { Value } from "./value.ts";

/** One recorded call of a differentiable operator. */
export interface Call {
  readonly operator: Operator<unknown>;
  readonly inputs: readonly Value[];
  readonly attributes: unknown;
  readonly output: Value;
  readonly saved: readonly Value[];
}

/** A graph under construction that remembers which differentiable operators made it. */
export interface Tape {
  readonly graph: Graph;
  readonly calls: readonly Call[];
  /** Appends the operator's forward nodes and records the call. */
  apply<A>(operator: Operator<A>, inputs: readonly Value[], attributes: A): Value;
}

/** A tape that appends to `graph`. */
export function tape(graph: Graph): Tape {
  check("tape: graph", graph, BUILDER);
  const calls: Call[] = [];
  return {
    graph,
    calls,
    apply(operator, inputs, attributes) {
      check("apply: operator", operator, having("an operator such as relu", "forward", "backward"));
      check("apply: inputs", inputs, VALUES);
      const { output, saved = [] } = operator.forward(graph, inputs, attributes);
      calls.push({ operator, inputs, attributes, output, saved });
      return output;
    },
  };
}
