import { check, type Kind, listOf, TEXT, WHOLE } from "segloss/door";
import type { Graph, GraphContent, Output } from "./graph.ts";
import { BUILDER } from "./graph-kind.ts";
import type { Value } from "./value.ts";

/** Two graphs that together compute what one did. */
export interface Cut {
  readonly first: GraphContent;
  /** Takes `saved` as inputs, beside the original inputs that it reads. */
  readonly second: GraphContent;
  /** Values of the first graph that the second reads. The first returns each under the name `savedName(value)`. */
  readonly saved: readonly Value[];
}

/** Name under which the first graph of a cut returns a value that the second reads. */
export function savedName(value: Value): string {
  return `saved_${value.name}`;
}

/** Names of the tensors that nodes and outputs read. */
function namesRead(nodes: GraphContent["nodes"], outputs: readonly Output[]): Set<string> {
  return new Set([...nodes.flatMap((node) => node.inputs), ...outputs.map(({ value }) => value.name)]);
}

function part(graph: Graph, nodes: GraphContent["nodes"], outputs: readonly Output[]): GraphContent {
  const names = namesRead(nodes, outputs);
  return {
    nodes,
    outputs,
    inputs: graph.inputs.filter(({ name }) => names.has(name)),
    initializers: graph.initializers.filter(({ value }) => names.has(value.name)),
  };
}

const AT_LEAST_0: Kind = {
  expected: "a whole number of at least 0",
  fits: (value) => WHOLE.fits(value) && (value as number) >= 0,
};

/**
 * Cuts a graph after its first `nodeCount` nodes. `firstOutputs` names the outputs that the first half computes; the
 * others belong to the second.
 */
export function cut(graph: Graph, nodeCount: number, firstOutputs: readonly string[]): Cut {
  check("cut: graph", graph, BUILDER);
  check("cut: nodeCount", nodeCount, AT_LEAST_0);
  check("cut: firstOutputs", firstOutputs, listOf(TEXT, "a list of names"));
  const made = new Set(graph.nodes.slice(0, nodeCount).flatMap((node) => node.outputs));
  const isFirst = ({ name }: Output) => firstOutputs.includes(name);
  const second = part(
    graph,
    graph.nodes.slice(nodeCount),
    graph.outputs.filter((output) => !isFirst(output)),
  );
  const needed = namesRead(second.nodes, second.outputs);
  const saved = graph.values.filter(({ name }) => made.has(name) && needed.has(name));
  const passed = saved.map((value) => ({ name: savedName(value), value }));
  return {
    first: part(graph, graph.nodes.slice(0, nodeCount), [...graph.outputs.filter(isFirst), ...passed]),
    second: { ...second, inputs: [...second.inputs, ...saved] },
    saved,
  };
}
