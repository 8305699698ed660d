import type { Kind } from "segloss/door";
import { BUILDER } from "./graph-kind.ts";
import type { Tape } from "./tape.ts";

export const TAPE: Kind = {
  expected: "a tape such as tape(graph()) makes",
  fits(value) {
    const { graph, calls } = (value ?? {}) as Partial<Tape>;
    return BUILDER.fits(graph) && Array.isArray(calls);
  },
};
