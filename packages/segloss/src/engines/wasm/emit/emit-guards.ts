import type { GuardOutput } from "../../../program/program.ts";
import type { Local } from "../encoder/function-builder.ts";
import { loadBytes } from "./load-labels.ts";
import type { Round } from "./round.ts";
import { parameter, type Sweep, type SweepState } from "./sweep.ts";

/** Whether a guard looks at labels of one byte as they are: sixteen at once. */
export function isByteGuard({ value }: GuardOutput<string>, { planes, labelPlane }: Sweep): boolean {
  return value.op === "label" && planes[labelPlane].elementBytes === 1;
}

export function emitByteGuard(round: Round, slot: number): void {
  grow(round.state, slot, loadBytes(round), "i8x16.max_u");
}

export function emitGuard(state: SweepState, slot: number, bits: Local): void {
  grow(state, slot, bits, "i32x4.max_u");
}

function grow(
  { f, guards }: SweepState,
  slot: number,
  bits: Local,
  name: "i8x16.max_u" | "i32x4.max_u",
): void {
  const seen = guards.get(slot) as Local;
  f.get(f.vector(name, [seen, bits]));
  f.set(seen);
}

/** Leaves what the guards have seen in memory. */
export function flushGuards(state: SweepState): void {
  const { f, guards, sweep } = state;
  for (const guard of sweep.program.guards) {
    const seen = guards.get(guard.slot) as Local;
    const lanes = isByteGuard(guard, sweep) ? largestOfBytes(state, seen) : seen;
    f.get(parameter("guards"));
    f.get(f.vector("i32x4.max_u", [lanes, f.vector("v128.load", [parameter("guards")], 16 * guard.slot)]));
    f.emit("v128.store", 16 * guard.slot);
  }
}

/** Sixteen bytes to four lanes. */
function largestOfBytes({ f }: SweepState, bytes: Local): Local {
  const [low, high] = (["i16x8.extend_low_i8x16_u", "i16x8.extend_high_i8x16_u"] as const).map((name) =>
    f.vector(name, [bytes]),
  );
  const eight = f.vector("i16x8.max_u", [low, high]);
  const [first, second] = (["i32x4.extend_low_i16x8_u", "i32x4.extend_high_i16x8_u"] as const).map((name) =>
    f.vector(name, [eight]),
  );
  return f.vector("i32x4.max_u", [first, second]);
}
