import { type FunctionBuilder, functionBuilder } from "segloss/wasm";

/**
 * `placeRows(from, to, length, rows, fromStep, toStep)` copies rows of `length` bytes, those read `fromStep` and those written `toStep`
 * bytes apart.
 */
export function emitPlaceRows(): FunctionBuilder {
  const f = functionBuilder(["i32", "i32", "i32", "i32", "i32", "i32"]);
  const [from, to, length, rows, fromStep, toStep] = [0, 1, 2, 3, 4, 5];
  f.repeat(() => {
    for (const operand of [to, from, length]) f.get(operand);
    f.emit("memory.copy");
    for (const [address, step] of [
      [from, fromStep],
      [to, toStep],
    ]) {
      f.get(address);
      f.get(step);
      f.emit("i32.add");
      f.set(address);
    }
    f.advance(rows, -1);
    f.get(rows);
  });
  return f;
}
