import type { Value } from "../../../program/value.ts";
import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import type { LoopNest } from "../loops/loop-nest.ts";
import { keptPlace, loopOverPixels, type Round, rowBytes, store } from "./round.ts";
import { parameter, type SweepState } from "./sweep.ts";

const START: Readonly<Record<string, number>> = {
  classMax: Number.NEGATIVE_INFINITY,
  classTotal: 0,
  classPair: 0,
};

/** Gives reductions over classes their first value. */
export function emitReductionStart(state: SweepState, { loops }: LoopNest): void {
  const reductions = loops.flatMap((loop) => loop.reductions.map(({ reduction }) => reduction));
  if (reductions.length === 0) return;
  const { f, sweep } = state;
  loopOverPixels(state, 4, (offset) => {
    const address = f.value("i32", "i32.add", [parameter("scratch"), offset]);
    for (const reduction of reductions) {
      const slot = sweep.scratch.pixelSlots.get(reduction.id) as number;
      for (let u = 0; u < 4; u++) {
        store(state, address, f.splat(START[reduction.op]), slot + 16 * u);
        if (reduction.op === "classPair") store(state, address, f.splat(0), slot + rowBytes(state) + 16 * u);
      }
    }
  });
}

/** Adds values of a few classes to what a reduction has so far. */
export function emitReduction(round: Round, reduction: Value, values: readonly Local[], u: number): void {
  const { state } = round;
  const { f } = state;
  const [address, slot] = keptPlace(round, reduction.id);
  const at = slot + 16 * u;
  const before = f.vector("v128.load", [address], at);
  if (reduction.op === "classPair") {
    const lowBefore = f.vector("v128.load", [address], at + rowBytes(state));
    const { high, low } = values.reduce((pair, x) => addToPair(f, pair, x), { high: before, low: lowBefore });
    store(state, address, high, at);
    store(state, address, low, at + rowBytes(state));
    return;
  }
  const name = reduction.op === "classMax" ? "f32x4.pmax" : "f32x4.add";
  const ofRound = values.reduce((a, b) => f.vector(name, [a, b]));
  store(state, address, f.vector(name, [before, ofRound]), at);
}

/** Knuth's two-sum: `low` gathers what the additions to `high` round away. */
function addToPair(
  f: FunctionBuilder,
  { high, low }: { readonly high: Local; readonly low: Local },
  x: Local,
): { high: Local; low: Local } {
  const sum = f.vector("f32x4.add", [high, x]);
  const part = f.vector("f32x4.sub", [sum, high]);
  const lostOfSum = f.vector("f32x4.sub", [high, f.vector("f32x4.sub", [sum, part])]);
  const lost = f.vector("f32x4.add", [lostOfSum, f.vector("f32x4.sub", [x, part])]);
  return { high: sum, low: f.vector("f32x4.add", [low, lost]) };
}
