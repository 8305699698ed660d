import type { Graph } from "../graph.ts";
import type { Value } from "../value.ts";
import type { Operation } from "./operation.ts";

/** What a graph computes, in order: its units, and the nodes outside of them. */
export interface Operations {
  readonly all: readonly Operation[];
  /** The nodes of a unit one by one. */
  nodesOf(unit: Operation): readonly Operation[];
}

export function operationsOf(g: Graph): Operations {
  const nodeAt = nodesByPosition(g);
  const units = new Map(g.units.map((unit) => [unit.from, unit]));
  const all: Operation[] = [];
  for (let at = 0; at < g.nodes.length; ) {
    const operation = units.get(at) ?? nodeAt(at);
    all.push(operation);
    at = operation.to;
  }
  return {
    all,
    nodesOf: ({ from, to }) => Array.from({ length: to - from }, (_, index) => nodeAt(from + index)),
  };
}

function nodesByPosition(g: Graph): (at: number) => Operation {
  const stored = g.initializers.map(({ value }) => value);
  const known = [g.absent, ...g.inputs, ...stored, ...g.values];
  const values = new Map(known.map((value) => [value.name, value]));
  const found = (names: readonly string[]): Value[] => names.map((name) => values.get(name)!);
  return (at) => {
    const { type, inputs, outputs, attributes } = g.nodes[at];
    return { type, inputs: found(inputs), outputs: found(outputs), attributes, from: at, to: at + 1 };
  };
}
