import type { Graph } from "../graph.ts";
import type { Maps } from "../maps.ts";
import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";
import type { Operation } from "./operation.ts";
import { toBlocks, toPlain } from "./reorder.ts";

/** Operations that read each tensor. */
function readersOf(source: Graph, operations: readonly Operation[]): Map<string, Operation[]> {
  const readers = new Map<string, Operation[]>();
  for (const operation of operations)
    for (const { name } of new Set(operation.inputs))
      readers.set(name, [...(readers.get(name) ?? []), operation]);
  // A result is read by whoever runs the graph.
  for (const { value } of source.outputs) readers.delete(value.name);
  return readers;
}

/** What rules work with: which tensors of the source there are in `g`, and in what order. */
export function makeLowering(
  source: Graph,
  g: Graph,
  block: number,
  operations: readonly Operation[],
  skipped: Set<Operation>,
): Lowering {
  const readers = readersOf(source, operations);
  const constants = new Map(source.initializers.map((constant) => [constant.value.name, constant]));
  const plain = new Map<string, Value>([["", g.absent]]);
  const blocked = new Map<string, Maps>();
  const parts = new Map<string, readonly Value[]>();
  const shared = new Map<string, Value>();
  for (const { name, shape, type } of source.inputs) plain.set(name, g.input(name, shape, type));

  function kept<T>(table: Map<string, T>, key: string, make: () => T): T {
    const value = table.get(key) ?? make();
    table.set(key, value);
    return value;
  }

  function blockOf({ shape }: Value): number {
    if (shape.length !== 4) return 1;
    if (shape[1] % block === 0) return block;
    return block === 16 && shape[1] % 8 === 0 && shape[3] % 2 === 0 ? 8 : 1;
  }

  function joined(value: Value): Maps {
    const maps = parts.get(value.name)!.map((part) => made.blocks(part)!);
    const own = maps[0].block;
    const alike = maps.every((part) => part.block === own);
    const values = alike ? maps.map((part) => part.value) : maps.map((part) => toPlain(g, part, block));
    const together = g.emit("Concat", values, value.shape, { axis: 1 });
    return { value: together, block: alike ? own : 1 };
  }

  function blocks(value: Value): Maps | undefined {
    if (parts.has(value.name)) return kept(blocked, value.name, () => joined(value));
    if (blocked.has(value.name)) return blocked.get(value.name);
    const own = blockOf(value);
    if (own === 1 || value.type !== "float32") return undefined;
    return kept(blocked, value.name, () => toBlocks(g, made.plain(value), own, block));
  }

  const made: Lowering = {
    g,
    block,
    blockOf,
    plain(value) {
      const constant = constants.get(value.name);
      return kept(plain, value.name, () =>
        constant ? g.adopt(constant) : toPlain(g, blocks(value)!, block),
      );
    },
    blocks,
    inBlocks: ({ name }) => blocked.has(name) || parts.has(name),
    parts: (value) => parts.get(value.name)?.flatMap(made.parts) ?? [value],
    set(value, maps) {
      if (maps.block === 1) plain.set(value.name, maps.value);
      else blocked.set(value.name, maps);
    },
    setParts(value, of) {
      parts.set(value.name, of);
    },
    onlyReader({ name }) {
      const found = readers.get(name) ?? [];
      return found.length === 1 ? found[0] : undefined;
    },
    skip: (operation) => void skipped.add(operation),
    once: (key, make) => kept(shared, key, make),
    notes: new Map(),
  };
  return made;
}
