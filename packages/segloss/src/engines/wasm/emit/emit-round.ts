import { CLASS } from "../../../formula/expression.ts";
import { oneAbove } from "../../../program/cost.ts";
import type { V128 } from "../asm/value.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import { emitByteGuard, emitGuard, isByteGuard } from "./emit-guards.ts";
import { loadValue } from "./emit-loads.ts";
import { emitReduction } from "./emit-reductions.ts";
import { countedBy, type LoopSum, type SumAccumulators } from "./emit-sums.ts";
import { emitValue, type ValueSource } from "./emit-value.ts";
import { addToOwnClass, storeOwnClass } from "./own-class.ts";
import { offsetOf, planeAddress, type Round, scratchPlace } from "./round.ts";

/**
 * Everything that a loop makes of a round's pixels, for one class or a few: vector by vector, each with its loads and
 * stores before the next. Stores keep the host's compiler from mixing the vectors, which would need more registers
 * than there are; the processor overlaps them all the same.
 */
export function emitRound(
  rounds: readonly Round[],
  unroll: number,
  sums: readonly ReadonlyMap<LoopSum, SumAccumulators>[],
): void {
  for (let u = 0; u < unroll; u++) {
    const sources: ValueSource[] = [];
    for (const round of rounds) sources.push(vectorSource(round, u, sources[0]));
    for (const [k, round] of rounds.entries()) emitVector(round, k, u, sources[k], sums[k]);
    for (const { value, reduction } of rounds[0].loop.reductions) {
      const ofClasses = sources.map((source) => emitValue(value, source));
      emitReduction(rounds[0], reduction, ofClasses, u);
    }
  }
}

/** What is made of four pixels of a class (or of none), the k-th of the round. */
function emitVector(
  round: Round,
  k: number,
  u: number,
  source: ValueSource,
  accumulators: ReadonlyMap<LoopSum, SumAccumulators>,
): void {
  const { state, loop } = round;
  const { f, tail } = state;
  // What does not vary over classes is kept, checked and written once.
  const isDue = (value: LoopValue): boolean => k === 0 || (value.axes & CLASS) !== 0;
  const masked = (value: V128): V128 => (tail ? f.v128.and(value, state.lanes[u]) : value);
  for (const value of [...loop.spills, ...loop.keeps]) {
    if (!isDue(value)) continue;
    const [address, slot] = scratchPlace(round, value);
    f.store(address, emitValue(value, source), slot + 16 * u);
  }
  for (const sum of loop.sums) {
    if (sum.byLabel) {
      if (isDue(sum.value)) addToOwnClass(round, sum.slot, masked(emitValue(sum.value, source)), u);
      continue;
    }
    const above = sum.logarithmic && !tail ? oneAbove(sum.value, loop.computes) : undefined;
    const onePlus = above ? emitValue(above, source) : null;
    const value = emitValue(countedBy(sum) ?? sum.value, source);
    accumulators.get(sum)?.add(masked(value), u, onePlus);
  }
  for (const { value, plane, byLabel } of loop.stores) {
    if (byLabel && !isDue(value)) continue;
    const write = byLabel ? storeOwnClass : emitStore;
    write(round, plane, emitValue(value, source), u);
  }
  for (const guard of loop.guards) {
    if (!isByteGuard(guard, state.sweep)) {
      if (isDue(guard.value)) emitGuard(state, guard.slot, masked(emitValue(guard.value, source)));
    } else if (u === 0 && k === 0) emitByteGuard(round, guard.slot);
  }
}

/** Values of four pixels; the classes of a round share what is the same for all of them with the first. */
function vectorSource(round: Round, u: number, first: ValueSource | undefined): ValueSource {
  const { state, loop, of } = round;
  const { f, sweep } = state;
  return {
    f,
    relaxed: sweep.relaxed,
    done: new Map(),
    load: (value) => {
      if (first && (value.axes & CLASS) === 0) return emitValue(value, first);
      return of.uniform.get(value) ?? loadValue(round, value, u);
    },
    isInner: (value) => sweep.uses.get(value) === 1 && loop.computes.has(value),
  };
}

function emitStore(round: Round, plane: number, value: V128, u: number): void {
  const { f, sweep } = round.state;
  const slot = sweep.scratch.storeSlots.get(plane);
  if (slot !== undefined) f.store(offsetOf(round, "row"), value, slot + 16 * u);
  else f.store(planeAddress(round, plane), value, 16 * u);
}
