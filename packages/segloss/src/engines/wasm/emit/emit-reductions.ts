import type { Value } from "../../../program/value.ts";
import type { FunctionBuilder } from "../asm/function-builder.ts";
import type { V128 } from "../asm/value.ts";
import type { LoopNest } from "../loops/loop-nest.ts";
import { keptPlace, loopOverPixels, type Round, rowBytes } from "./round.ts";
import type { SweepState } from "./sweep.ts";

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
    const address = f.let(f.parameters.scratch.add(offset));
    for (const reduction of reductions) {
      const slot = sweep.scratch.pixelSlots.get(reduction.id) as number;
      for (let u = 0; u < 4; u++) {
        f.store(address, f.splat(START[reduction.op]), slot + 16 * u);
        if (reduction.op === "classPair") f.store(address, f.splat(0), slot + rowBytes(state) + 16 * u);
      }
    }
  });
}

/** Adds values of a few classes to what a reduction has so far. */
export function emitReduction(round: Round, reduction: Value, values: readonly V128[], u: number): void {
  const { state } = round;
  const { f } = state;
  const [address, slot] = keptPlace(round, reduction.id);
  const at = slot + 16 * u;
  const before = f.v128.load(address, at);
  if (reduction.op === "classPair") {
    const lowBefore = f.v128.load(address, at + rowBytes(state));
    const { high, low } = values.reduce((pair, x) => addToPair(f, pair, x), { high: before, low: lowBefore });
    f.store(address, high, at);
    f.store(address, low, at + rowBytes(state));
    return;
  }
  const merged = (a: V128, b: V128): V128 =>
    reduction.op === "classMax" ? f.f32x4.pmax(a, b) : f.f32x4.add(a, b);
  const ofRound = values.reduce(merged);
  f.store(address, merged(before, ofRound), at);
}

/** Knuth's two-sum: `low` gathers what the additions to `high` round away. */
function addToPair(
  f: FunctionBuilder,
  { high, low }: { readonly high: V128; readonly low: V128 },
  x: V128,
): { high: V128; low: V128 } {
  const sum = f.f32x4.add(high, x);
  const part = f.f32x4.sub(sum, high);
  const lostOfSum = f.f32x4.sub(high, f.f32x4.sub(sum, part));
  const lost = f.f32x4.add(lostOfSum, f.f32x4.sub(x, part));
  return { high: sum, low: f.f32x4.add(low, lost) };
}
