import type { Graph, Initializer, Node } from "../graph.ts";
import type { Value } from "../value.ts";

/** A graph with fewer nodes. */
export interface Simplified {
  readonly g: Graph;
  /** Where the nodes from the given position on begin. */
  positionOf(node: number): number;
}

/**
 * The same results in fewer nodes, each of which costs time at every run and memory in the runtime: what is seen in another shape
 * twice is seen so at once, what is there already is not made again, and what nobody reads goes.
 */
export function simplify(g: Graph): Simplified {
  const values = new Map([...g.values, ...g.inputs].map((value) => [value.name, value]));
  const merged = merge(g, values);
  const read = namesRead(
    merged.nodes,
    g.outputs.map(({ value }) => merged.nameOf(value.name)),
  );
  const kept = merged.nodes.flatMap((node, at) => (node && read.has(at) ? [[node, at] as const] : []));
  const outputs = g.outputs.map(({ name, value }) => ({
    name,
    value: { ...value, name: merged.nameOf(value.name) },
  }));
  return {
    g: { ...g, outputs, nodes: kept.map(([node]) => node) },
    positionOf: (position) => kept.filter(([, at]) => at < position).length,
  };
}

/** The nodes with what they share; undefined where one is no longer needed. */
function merge(g: Graph, values: ReadonlyMap<string, Value>) {
  const names = new Map<string, string>();
  const known = new Map<string, Node>();
  const makers = new Map<string, Node>();
  const whole = new Set(g.initializers.filter(namesAllExtents).map(({ value }) => value.name));
  const nameOf = (name: string) => names.get(name) ?? name;
  const nodes = g.nodes.map((node): Node | undefined => {
    const made = shortened({ ...node, inputs: node.inputs.map(nameOf) }, makers, whole);
    const [output] = made.outputs;
    if (isSame(made, values)) return void names.set(output, made.inputs[0]);
    const key = `${made.type} ${made.inputs} ${JSON.stringify(made.attributes)}`;
    const earlier = known.get(key);
    if (earlier) return void made.outputs.forEach((name, at) => void names.set(name, earlier.outputs[at]));
    known.set(key, made);
    makers.set(output, made);
    return made;
  });
  return { nodes, nameOf };
}

/** Whether a shape has no 0, with which Reshape keeps an extent of what it reads. */
function namesAllExtents({ value, bytes }: Initializer): boolean {
  return value.type === "int64" && !new BigInt64Array(bytes.slice().buffer).includes(0n);
}

/** A Reshape of a Reshape reads what the first one reads; `whole` are the shapes that do not depend on what is read. */
function shortened(node: Node, makers: ReadonlyMap<string, Node>, whole: ReadonlySet<string>): Node {
  const shapes = node.type === "Reshape" && whole.has(node.inputs[1]);
  const before = shapes ? makers.get(node.inputs[0]) : undefined;
  return before?.type === "Reshape" ? { ...node, inputs: [before.inputs[0], node.inputs[1]] } : node;
}

/** A Reshape to the shape that there is. */
function isSame({ type, inputs, outputs }: Node, values: ReadonlyMap<string, Value>): boolean {
  if (type !== "Reshape") return false;
  return String(values.get(inputs[0])?.shape) === String(values.get(outputs[0])?.shape);
}

/** Positions of the nodes that lead to results. */
function namesRead(nodes: readonly (Node | undefined)[], results: readonly string[]): Set<number> {
  const names = new Set(results);
  const read = new Set<number>();
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    if (!node?.outputs.some((name) => names.has(name))) continue;
    read.add(at);
    for (const name of node.inputs) names.add(name);
  }
  return read;
}
