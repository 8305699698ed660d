import type { Unit } from "../graph.ts";

/** A node or a unit of the graph that is brought to blocks: a node is a unit of itself. */
export type Operation = Unit;
