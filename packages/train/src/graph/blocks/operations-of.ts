import type { Graph } from "../graph.ts";
import type { Value } from "../value.ts";
import type { Operation } from "./operation.ts";

/** What a graph computes, in order: its units, and the nodes outside of them. */
export function operationsOf(g: Graph): readonly Operation[] {
  const values = valuesByName(g);
  const units = new Map(g.units.map((unit) => [unit.from, unit]));
  const operations: Operation[] = [];
  for (let at = 0; at < g.nodes.length; ) {
    const operation = units.get(at) ?? nodeAt(g, at, values);
    operations.push(operation);
    at = operation.to;
  }
  return operations;
}

/** The nodes of a unit one by one. */
export function nodesOf(g: Graph, { from, to }: Operation): readonly Operation[] {
  const values = valuesByName(g);
  return Array.from({ length: to - from }, (_, index) => nodeAt(g, from + index, values));
}

function valuesByName(g: Graph): ReadonlyMap<string, Value> {
  const stored = g.initializers.map(({ value }) => value);
  return new Map([g.absent, ...g.inputs, ...stored, ...g.values].map((value) => [value.name, value]));
}

function nodeAt(g: Graph, at: number, values: ReadonlyMap<string, Value>): Operation {
  const { type, inputs, outputs, attributes } = g.nodes[at];
  const found = (names: readonly string[]) => names.map((name) => values.get(name)!);
  return { type, inputs: found(inputs), outputs: found(outputs), attributes, from: at, to: at + 1 };
}
