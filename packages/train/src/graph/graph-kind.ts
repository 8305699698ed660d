import { FUNCTION, type Kind, NUMBERS, TEXT } from "segloss/door";
import type { Graph, GraphContent } from "./graph.ts";
import type { Value } from "./value.ts";

/** What is in a graph, or in a half of one. */
export const GRAPH: Kind = {
  expected: "a graph such as graph() makes",
  fits(value) {
    const { nodes, initializers, inputs, outputs } = (value ?? {}) as Partial<GraphContent>;
    return [nodes, initializers, inputs, outputs].every(Array.isArray);
  },
};

/** A graph to which nodes are appended. */
export const BUILDER: Kind = {
  expected: GRAPH.expected,
  fits: (value) => GRAPH.fits(value) && FUNCTION.fits((value as Partial<Graph>).emit),
};

export const VALUES: Kind = {
  expected: "a list of values of the graph",
  fits: (list) => Array.isArray(list) && list.every(isValue),
};

function isValue(value: unknown): boolean {
  const { name, shape } = (value ?? {}) as Partial<Value>;
  return TEXT.fits(name) && NUMBERS.fits(shape);
}
