import { FUNCTION, type Kind, listOf, TEXT } from "segloss/door";
import type { Optimizer } from "./optimizer.ts";

export const OPTIMIZER: Kind = {
  expected: "an optimizer such as adam()",
  fits(value) {
    const { slots, scalarsAt, update } = (value ?? {}) as Partial<Optimizer>;
    return listOf(TEXT).fits(slots) && FUNCTION.fits(scalarsAt) && FUNCTION.fits(update);
  },
};
