import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import type { RankJob } from "./rank-job.ts";
import { forEach, indexed, parameter, type RankState, RECORD_BYTES, taken } from "./rank-state.ts";

/** Records of the pixels that take part; `mass` is the sum of weight times truth of all pixels. */
export function emitCollect(state: RankState): { kept: Local; mass: Local } {
  const { f, job } = state;
  const kept = f.local("i32");
  const mass = f.local("f64");
  const record = f.local("i32");
  f.get(parameter("records"));
  f.set(record);
  forEach(f, parameter("count"), (index) => {
    const place = indexed(f, state.errors, index, 2);
    const error = f.value("f32", "f32.load", [place]);
    const truth = emitTruth(state, index);
    const weight =
      state.weight === null ? null : f.value("f32", "f32.load", [indexed(f, state.weight, index, 2)]);
    if (truth !== null) addMass(f, mass, truth, weight, job.truth === null);
    f.get(place);
    f.push(0);
    f.emit("i32.store");
    emitTakesPart(f, job, error, weight);
    f.when(() => {
      const key = emitKey(f, error);
      f.get(record);
      f.get(key);
      f.emit("i32.store");
      f.get(record);
      emitPayload(f, index, truth, job);
      f.emit("i32.store", 4);
      f.advance(record, RECORD_BYTES);
    });
  });
  f.get(record);
  f.get(parameter("records"));
  f.emit("i32.sub");
  f.push(3);
  f.emit("i32.shr_u");
  f.set(kept);
  return { kept, mass };
}

/** 0 or 1 as an integer for class indices, a float for soft targets, null where no truth is needed. */
function emitTruth(state: RankState, index: Local): Local | null {
  const { f } = state;
  if (state.truth !== null) return f.value("f32", "f32.load", [indexed(f, state.truth, index, 2)]);
  if (state.labels === null) return null;
  const bytes = state.planes[state.labelPlane].elementBytes;
  const address = indexed(f, state.labels, index, bytes === 4 ? 2 : bytes - 1);
  const name = bytes === 4 ? "i32.load" : bytes === 2 ? "i32.load16_u" : "i32.load8_u";
  f.get(f.value("i32", name, [address]));
  if (state.channels === 1) {
    f.push(1);
    f.emit("i32.eq");
  } else {
    f.get(parameter("class"));
    f.emit("i32.eq");
  }
  return taken(f, "i32");
}

function addMass(
  f: FunctionBuilder,
  mass: Local,
  truth: Local,
  weight: Local | null,
  integer: boolean,
): void {
  f.get(mass);
  f.get(truth);
  f.emit(integer ? "f64.convert_i32_s" : "f64.promote_f32");
  if (weight !== null) {
    f.get(weight);
    f.emit("f64.promote_f32");
    f.emit("f64.mul");
  }
  f.emit("f64.add");
  f.set(mass);
}

/** Leaves on the stack whether a pixel is ranked: it has a weight, and an error where 0 has no slope. */
function emitTakesPart(f: FunctionBuilder, job: RankJob, error: Local, weight: Local | null): void {
  f.push(1);
  const above0 = (x: Local): void => {
    f.get(x);
    f.emit("f64.promote_f32");
    f.emit("f64.const", 0);
    f.emit("f64.gt");
    f.emit("i32.and");
  };
  if (job.dropZeros) above0(error);
  if (weight !== null) above0(weight);
}

/** Bits of a float as an unsigned integer that falls where the float rises. */
function emitKey(f: FunctionBuilder, error: Local): Local {
  const bits = f.value("i32", "i32.reinterpret_f32", [error]);
  // All bits of a negative float turn, of others the sign; then all, for the largest first.
  f.get(bits);
  f.get(bits);
  f.push(31);
  f.emit("i32.shr_s");
  f.push(-2147483648);
  f.emit("i32.or");
  f.emit("i32.xor");
  f.push(-1);
  f.emit("i32.xor");
  return taken(f, "i32");
}

/** The pixel, with the truth as the lowest bit for class indices. */
function emitPayload(f: FunctionBuilder, index: Local, truth: Local | null, job: RankJob): void {
  f.get(index);
  if (truth === null || job.truth !== null) return;
  f.push(1);
  f.emit("i32.shl");
  f.get(truth);
  f.emit("i32.or");
}
