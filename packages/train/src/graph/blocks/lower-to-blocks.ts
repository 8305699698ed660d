import { type Graph, graph } from "../graph.ts";
import type { Lowering } from "./lowering.ts";
import { makeLowering } from "./make-lowering.ts";
import type { Operation } from "./operation.ts";
import { type Operations, operationsOf } from "./operations-of.ts";
import { rules } from "./rules/index.ts";
import { simplify } from "./simplify.ts";

/** A graph in blocks. */
export interface Lowered {
  readonly g: Graph;
  /** Where the nodes of the source from the given position on begin. */
  positionOf(node: number): number;
}

/**
 * The same computation with maps in blocks of channels, as ONNX Runtime's domain com.microsoft.nchwc convolves them fastest.
 * What has a rule goes on in blocks, everything else in the plain order, and maps change their layout where the two meet.
 * Inputs and outputs keep theirs. Runtimes and processors without such blocks cannot run the result.
 */
export function lowerToBlocks(source: Graph, block: number): Lowered {
  const operations = operationsOf(source);
  const g = graph();
  const skipped = new Set<Operation>();
  const positions: [number, number][] = [];
  const made = makeLowering(source, g, block, operations.all, skipped);
  for (const operation of operations.all) {
    positions.push([operation.from, g.nodes.length]);
    if (!skipped.has(operation)) lower(made, operations, operation);
  }
  for (const { name, value } of source.outputs) g.output(name, made.plain(value));
  const simple = simplify(g);
  const reached = (node: number) => positions.find(([from]) => from >= node)?.[1] ?? g.nodes.length;
  return { g: simple.g, positionOf: (node) => simple.positionOf(reached(node)) };
}

function lower(made: Lowering, operations: Operations, operation: Operation): void {
  const rule = rules[operation.type];
  if (rule?.(made, operation)) return;
  const nodes = operations.nodesOf(operation);
  if (nodes.length === 1) copy(made, nodes[0]);
  else for (const node of nodes) lower(made, operations, node);
}

function copy(made: Lowering, { type, inputs, outputs, attributes }: Operation): void {
  const shapes = outputs.map(({ shape }) => shape);
  const values = made.g.emitMany(type, inputs.map(made.plain), shapes, attributes);
  outputs.forEach((output, at) => {
    made.set(output, { value: values[at], block: 1 });
  });
}
