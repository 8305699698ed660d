import type { GuardOutput } from "../../../program/program.ts";
import type { V128 } from "../asm/value.ts";
import { loadBytes } from "./load-labels.ts";
import type { Round } from "./round.ts";
import type { Sweep, SweepState } from "./sweep.ts";

/** Whether a guard looks at labels of one byte as they are: sixteen at once. */
export function isByteGuard({ value }: GuardOutput<string>, { planes, labelPlane }: Sweep): boolean {
  return value.op === "label" && planes[labelPlane].elementBytes === 1;
}

export function emitByteGuard(round: Round, slot: number): void {
  const { f, guards } = round.state;
  const seen = guards.get(slot) as V128;
  f.set(seen, f.i8x16.max_u(seen, loadBytes(round)));
}

export function emitGuard({ f, guards }: SweepState, slot: number, bits: V128): void {
  const seen = guards.get(slot) as V128;
  f.set(seen, f.i32x4.max_u(seen, bits));
}

/** Leaves what the guards have seen in memory. */
export function flushGuards(state: SweepState): void {
  const { f, guards, sweep } = state;
  for (const guard of sweep.program.guards) {
    const seen = guards.get(guard.slot) as V128;
    const lanes = isByteGuard(guard, sweep) ? largestOfBytes(state, seen) : seen;
    const before = f.v128.load(f.parameters.guards, 16 * guard.slot);
    f.store(f.parameters.guards, f.i32x4.max_u(lanes, before), 16 * guard.slot);
  }
}

/** Sixteen bytes to four lanes. */
function largestOfBytes({ f }: SweepState, bytes: V128): V128 {
  const [low, high] = [f.i16x8.extend_low_i8x16_u(bytes), f.i16x8.extend_high_i8x16_u(bytes)];
  const eight = f.i16x8.max_u(low, high);
  return f.i32x4.max_u(f.i32x4.extend_low_i16x8_u(eight), f.i32x4.extend_high_i16x8_u(eight));
}
