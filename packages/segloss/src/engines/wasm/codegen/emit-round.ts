import { CLASS } from "../../../formula/expression.ts";
import type { Local } from "../encoder/function-builder.ts";
import { oneAbove } from "../ir/cost.ts";
import type { SumOutput } from "../ir/program.ts";
import type { Value } from "../ir/value.ts";
import { emitByteGuard, emitGuard, isByteGuard } from "./emit-guards.ts";
import { isSignOfByte, loadValue } from "./emit-loads.ts";
import { emitReduction } from "./emit-reductions.ts";
import { countedBy, type SumAccumulators } from "./emit-sums.ts";
import { emitValue, type ValueSource } from "./emit-value.ts";
import { addToOwnClass, storeOwnClass } from "./own-class.ts";
import { offsetOf, planeAddress, type Round, scratchPlace, store } from "./round.ts";
import type { SweepState } from "./sweep.ts";

/**
 * Everything that the phase computes of a round's pixels, for one class or a few: all loads, then value by value for
 * each vector, all stores. So the vectors' chains of instructions lie beside each other, and the processor finds some
 * that need not wait.
 */
export function emitRound(
  rounds: readonly Round[],
  unroll: number,
  sums: readonly ReadonlyMap<SumOutput, SumAccumulators>[],
): void {
  const { state, phase } = rounds[0];
  const { f, tail } = state;
  const vectors = rounds.flatMap((round, k) =>
    Array.from({ length: unroll }, (_, u) => ({ round, k, u, done: new Map(round.of.uniform) })),
  );
  const sources = vectors.map((vector) => vectorSource(vector, vectors[vector.u]));
  for (const value of phase.computes) {
    if (isLoadedFirst(value, state)) for (const source of sources) emitValue(value, source);
  }
  const endings: (() => void)[] = [];
  const each = (value: Value, end: (local: Local, vector: Vector) => void): void => {
    // What does not vary over classes is kept, checked and written once.
    const count = rounds.length > 1 && (value.axes & CLASS) === 0 ? unroll : vectors.length;
    for (const [i, vector] of vectors.slice(0, count).entries()) {
      const local = emitValue(value, sources[i]);
      endings.push(() => end(local, vector));
    }
  };
  const masked = (value: Local, u: number): Local =>
    tail ? f.vector("v128.and", [value, state.lanes[u]]) : value;
  for (const reduction of phase.reductions) {
    const locals = sources.map((source) => emitValue(reduction.args[0], source));
    for (let u = 0; u < unroll; u++) {
      const ofClasses = locals.filter((_, i) => vectors[i].u === u);
      endings.push(() => emitReduction(rounds[0], reduction, ofClasses, u));
    }
  }
  for (const value of phase.saves) {
    each(value, (local, { round, u }) => {
      const [address, slot] = scratchPlace(round, value);
      store(state, address, local, slot + 16 * u);
    });
  }
  for (const sum of phase.sums) {
    if (sum.byLabel) {
      each(sum.value, (local, { round, u }) => addToOwnClass(round, sum.slot, masked(local, u), u));
      continue;
    }
    const above = sum.logarithmic && !tail ? oneAbove(sum.value, phase.computes) : undefined;
    const added = countedBy(sum) ?? sum.value;
    for (const [i, { k, u }] of vectors.entries()) {
      const local = emitValue(added, sources[i]);
      const onePlus = above ? emitValue(above, sources[i]) : null;
      endings.push(() => sums[k].get(sum)?.add(masked(local, u), u, onePlus));
    }
  }
  for (const { value, plane, byLabel } of phase.stores) {
    const write = byLabel ? storeOwnClass : emitStore;
    if ((value.axes & CLASS) === 0 && !byLabel) {
      for (const [i, { round, u }] of vectors.entries()) {
        const local = emitValue(value, sources[i]);
        endings.push(() => write(round, plane, local, u));
      }
    } else each(value, (local, { round, u }) => write(round, plane, local, u));
  }
  for (const guard of phase.guards) {
    if (isByteGuard(guard, state.sweep)) endings.push(() => emitByteGuard(rounds[0], guard.slot));
    else each(guard.value, (local, { u }) => emitGuard(state, guard.slot, masked(local, u)));
  }
  for (const end of endings) end();
}

function isLoadedFirst(value: Value, state: SweepState): boolean {
  if (value.op === "label") return state.sweep.planes[state.sweep.labelPlane].elementBytes !== 1;
  return value.op === "plane" || isSignOfByte(value, state);
}

/** Four pixels of a class (or of none): values that are at hand. */
interface Vector {
  readonly round: Round;
  readonly k: number;
  readonly u: number;
  readonly done: Map<Value, Local>;
}

function vectorSource({ round, u, done }: Vector, ofFirstClass: Vector): ValueSource {
  const { state, phase } = round;
  const { f, sweep } = state;
  const isFirst = round === ofFirstClass.round;
  const first = isFirst ? null : vectorSource(ofFirstClass, ofFirstClass);
  return {
    f,
    relaxed: sweep.relaxed,
    done,
    // The classes of a round share what is the same for all of them.
    load: (value) => {
      if (first && (value.axes & CLASS) === 0) return emitValue(value, first);
      return loadValue(round, value, u);
    },
    isInner: (value) => sweep.uses.get(value) === 1 && phase.computes.has(value),
  };
}

function emitStore(round: Round, plane: number, value: Local, u: number): void {
  const { state } = round;
  const slot = state.sweep.scratch.storeSlots.get(plane);
  if (slot !== undefined) store(state, offsetOf(round, "row"), value, slot + 16 * u);
  else store(state, planeAddress(round, plane), value, 16 * u);
}
