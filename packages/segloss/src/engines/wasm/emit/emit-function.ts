import { PIXEL } from "../../../formula/expression.ts";
import { countUses } from "../../../program/graph.ts";
import type { FunctionBuilder } from "../asm/function-builder.ts";
import type { V128 } from "../asm/value.ts";
import type { LoopValue, Make } from "../legalise/instructions.ts";
import { loopBuilder } from "../legalise/legalise.ts";
import { emitValue } from "./emit-value.ts";

/** A function of four numbers at once, for code that is written by hand. */
export function emitFunction(
  f: FunctionBuilder,
  of: (make: Make, x: LoopValue) => LoopValue,
  x: V128,
  relaxed: boolean,
): V128 {
  const make = loopBuilder();
  const operand = make.leaf("loaded", PIXEL);
  const result = of(make, operand);
  const uses = countUses([result]);
  return emitValue(result, {
    f,
    relaxed,
    load: ({ op, immediate }) =>
      op === "constant" ? f.splat(immediate) : op === "integer" ? f.integers(immediate) : null,
    isInner: (value) => uses.get(value) === 1,
    done: new Map([[operand, x]]),
  });
}
