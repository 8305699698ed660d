import { type FunctionBuilder, functionBuilder } from "segloss/wasm";

/**
 * `placeRows(from, to, length, rows, fromStep, toStep)` copies rows of `length` bytes, those read `fromStep` and those written `toStep`
 * bytes apart.
 */
export function emitPlaceRows(): FunctionBuilder {
  const f = functionBuilder(["from", "to", "length", "rows", "fromStep", "toStep"]);
  const { from, to, length, rows, fromStep, toStep } = f.parameters;
  f.repeat(() => {
    f.memory.copy(to, from, length);
    f.advance(from, fromStep);
    f.advance(to, toStep);
    f.advance(rows, -1);
    return rows;
  });
  return f;
}
