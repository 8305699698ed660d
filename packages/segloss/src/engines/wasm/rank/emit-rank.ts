import type { Plane } from "../codegen/sweep-shape.ts";
import { type FunctionBuilder, functionBuilder, type Local } from "../encoder/function-builder.ts";
import type { InstructionName } from "../encoder/instructions.ts";
import type { RankJob } from "./rank-job.ts";

/**
 * Parameters of the function of a sort, i32 but for the last: first pixel of the region in the batch, its pixels, the
 * class, address of twice 8 bytes per pixel for records, address of the counters, share of the hardest pixels (f64).
 */
export const RANK_PARAMETERS = ["first", "count", "class", "records", "counters", "share"] as const;

/** Three digits of 11 bits make a key. */
const DIGIT_BITS = 11;
const DIGITS = 3;
const CELLS = 1 << DIGIT_BITS;
export const COUNTER_BYTES: number = DIGITS * CELLS * 4;
export const RECORD_BYTES = 8;

interface RankState {
  readonly f: FunctionBuilder;
  readonly job: RankJob;
  readonly planes: readonly Plane[];
  readonly labelPlane: number;
  readonly channels: number;
  /** Addresses of the region's first pixel. */
  readonly errors: Local;
  readonly labels: Local | null;
  readonly truth: Local | null;
  readonly weight: Local | null;
}

const parameter = (name: (typeof RANK_PARAMETERS)[number]): Local => RANK_PARAMETERS.indexOf(name);

/**
 * Sorts the errors of a region and class, largest first, equal ones by pixel, and puts the weights by rank in their
 * place. Radix sort on the bits of the floats: three passes of 11 bits, stable, linear. Returns the number of pixels
 * with a weight above 0.
 */
export function emitRank(
  job: RankJob,
  planes: readonly Plane[],
  labelPlane: number,
  channels: number,
): FunctionBuilder {
  const f = functionBuilder(
    RANK_PARAMETERS.map((name) => (name === "share" ? "f64" : "i32")),
    ["i32"],
  );
  const needsLabels = job.op === "lovaszWeights" && job.truth === null;
  const at = (plane: number): Local => regionAddress(f, planes[plane]);
  const state: RankState = {
    ...{ f, job, planes, labelPlane, channels },
    errors: at(job.errors),
    labels: needsLabels ? at(labelPlane) : null,
    truth: job.truth === null ? null : at(job.truth),
    weight: job.weight === null ? null : at(job.weight),
  };
  const { kept, mass } = emitCollect(state);
  const second = emitSecondBuffer(f);
  emitOffsets(f);
  for (let digit = 0; digit < DIGITS; digit++) {
    const [from, to] = digit % 2 === 0 ? [parameter("records"), second] : [second, parameter("records")];
    emitPass(f, digit, kept, from, to);
  }
  if (job.op === "hardest") emitChosen(state, kept, second);
  else emitLovasz(state, kept, second, mass);
  f.get(kept);
  return f;
}

/** address + class * classBytes + first * pixelBytes. */
function regionAddress(f: FunctionBuilder, plane: Plane): Local {
  f.push(plane.address);
  f.get(parameter("class"));
  f.push(plane.classBytes);
  f.emit("i32.mul");
  f.emit("i32.add");
  f.get(parameter("first"));
  f.push(plane.pixelBytes);
  f.emit("i32.mul");
  f.emit("i32.add");
  return taken(f, "i32");
}

function taken(f: FunctionBuilder, type: "i32" | "f32" | "f64"): Local {
  const local = f.local(type);
  f.set(local);
  return local;
}

/** local op constant. */
function withConstant(f: FunctionBuilder, name: InstructionName, a: Local, n: number): Local {
  f.get(a);
  f.push(n);
  f.emit(name);
  return taken(f, "i32");
}

function indexed(f: FunctionBuilder, base: Local, index: Local, shift: number): Local {
  f.get(base);
  f.get(index);
  if (shift > 0) {
    f.push(shift);
    f.emit("i32.shl");
  }
  f.emit("i32.add");
  return taken(f, "i32");
}

/** A loop over 0 .. limit - 1, none when the limit is 0. */
function forEach(f: FunctionBuilder, limit: Local, body: (index: Local) => void): void {
  f.get(limit);
  f.when(() => {
    const index = f.local("i32");
    f.push(0);
    f.set(index);
    f.repeat(() => {
      body(index);
      f.advance(index, 1);
      f.get(index);
      f.get(limit);
      f.emit("i32.lt_u");
    });
  });
}

/** Records of the pixels that take part, digits counted; `mass` is the sum of weight times truth of all pixels. */
function emitCollect(state: RankState): { kept: Local; mass: Local } {
  const { f, job } = state;
  const kept = f.local("i32");
  const mass = f.local("f64");
  const record = f.local("i32");
  f.get(parameter("counters"));
  f.push(0);
  f.push(COUNTER_BYTES);
  f.emit("memory.fill");
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
      for (let digit = 0; digit < DIGITS; digit++) countDigit(f, key, digit);
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

/** Byte offset of the counter of a digit. */
function emitCell(f: FunctionBuilder, key: Local, digit: number): Local {
  f.get(parameter("counters"));
  f.get(key);
  f.push(DIGIT_BITS * digit);
  f.emit("i32.shr_u");
  f.push(CELLS - 1);
  f.emit("i32.and");
  f.push(2);
  f.emit("i32.shl");
  f.emit("i32.add");
  return taken(f, "i32");
}

function countDigit(f: FunctionBuilder, key: Local, digit: number): void {
  const cell = emitCell(f, key, digit);
  const offset = digit * CELLS * 4;
  f.get(cell);
  f.get(cell);
  f.emit("i32.load", offset);
  f.push(1);
  f.emit("i32.add");
  f.emit("i32.store", offset);
}

function emitSecondBuffer(f: FunctionBuilder): Local {
  return indexed(f, parameter("records"), parameter("count"), 3);
}

/** Counts to offsets in bytes: where the first record with each digit goes. */
function emitOffsets(f: FunctionBuilder): void {
  const cells = f.local("i32");
  f.push(CELLS);
  f.set(cells);
  const sums = Array.from({ length: DIGITS }, () => f.local("i32"));
  forEach(f, cells, (index) => {
    const cell = indexed(f, parameter("counters"), index, 2);
    for (const [digit, sum] of sums.entries()) {
      const offset = digit * CELLS * 4;
      const count = f.value("i32", "i32.load", [cell], offset);
      f.get(cell);
      f.get(sum);
      f.emit("i32.store", offset);
      f.get(sum);
      f.get(count);
      f.push(3);
      f.emit("i32.shl");
      f.emit("i32.add");
      f.set(sum);
    }
  });
}

/** Moves records to their places by one digit, in order. */
function emitPass(f: FunctionBuilder, digit: number, kept: Local, from: Local, to: Local): void {
  const offset = digit * CELLS * 4;
  forEach(f, kept, (index) => {
    const record = indexed(f, from, index, 3);
    const key = f.value("i32", "i32.load", [record]);
    const payload = f.value("i32", "i32.load", [record], 4);
    const cell = emitCell(f, key, digit);
    const place = f.value("i32", "i32.load", [cell], offset);
    f.get(cell);
    f.get(withConstant(f, "i32.add", place, RECORD_BYTES));
    f.emit("i32.store", offset);
    const target = indexed(f, to, place, 0);
    f.get(target);
    f.get(key);
    f.emit("i32.store");
    f.get(target);
    f.get(payload);
    f.emit("i32.store", 4);
  });
}

/** floor(share n) pixels, but one at least, in which 0.29 * 100 is 29 although the floats give less. */
function emitChosenCount(f: FunctionBuilder, kept: Local): Local {
  f.get(kept);
  f.emit("f64.convert_i32_s");
  f.get(parameter("share"));
  f.emit("f64.mul");
  f.emit("f64.const", 1 + 1e-12);
  f.emit("f64.mul");
  f.emit("i32.trunc_sat_f64_u");
  const whole = taken(f, "i32");
  f.get(whole);
  f.push(1);
  f.get(whole);
  f.emit("select");
  const atLeastOne = taken(f, "i32");
  f.get(atLeastOne);
  f.get(kept);
  f.get(atLeastOne);
  f.get(kept);
  f.emit("i32.lt_u");
  f.emit("select");
  return taken(f, "i32");
}

/** The largest get 1. */
function emitChosen({ f, errors }: RankState, kept: Local, sorted: Local): void {
  const limit = emitChosenCount(f, kept);
  const one = f.local("f32");
  f.push(0x3f800000);
  f.emit("f32.reinterpret_i32");
  f.set(one);
  forEach(f, limit, (index) => {
    const pixel = f.value("i32", "i32.load", [indexed(f, sorted, index, 3)], 4);
    f.get(indexed(f, errors, pixel, 2));
    f.get(one);
    f.emit("f32.store");
  });
}

/**
 * Steps of the Jaccard loss along the ranks: with intersection I and union U before a pixel, and dI, dU what it takes
 * from the one and adds to the other, (I dU + dI U)/(U (U + dU)); 1 for the first false alarm of an empty truth.
 */
function emitLovasz(state: RankState, kept: Local, sorted: Local, mass: Local): void {
  const { f, errors } = state;
  const intersection = f.local("f64");
  const union = f.local("f64");
  f.get(mass);
  f.set(intersection);
  f.get(mass);
  f.set(union);
  forEach(f, kept, (index) => {
    const payload = f.value("i32", "i32.load", [indexed(f, sorted, index, 3)], 4);
    const { pixel, loss, gain } = emitShares(state, payload);
    const grown = f.value("f64", "f64.add", [union, gain]);
    const above = f.value("f64", "f64.add", [
      f.value("f64", "f64.mul", [intersection, gain]),
      f.value("f64", "f64.mul", [loss, union]),
    ]);
    f.get(above);
    f.get(union);
    f.get(grown);
    f.emit("f64.mul");
    f.emit("f64.div");
    const step = taken(f, "f64");
    f.get(indexed(f, errors, pixel, 2));
    emitOfEmptyUnion(f, gain);
    f.get(step);
    f.get(union);
    f.emit("f64.const", 0);
    f.emit("f64.eq");
    f.emit("select");
    f.emit("f32.demote_f64");
    f.emit("f32.store");
    f.get(f.value("f64", "f64.sub", [intersection, loss]));
    f.set(intersection);
    f.get(grown);
    f.set(union);
  });
}

/** Leaves 1 on the stack where the union grows, else 0. */
function emitOfEmptyUnion(f: FunctionBuilder, gain: Local): void {
  f.get(gain);
  f.emit("f64.const", 0);
  f.emit("f64.gt");
  f.emit("f64.convert_i32_s");
}

/** The pixel of a record, its weight times truth and its weight times (1 - truth). */
function emitShares(state: RankState, payload: Local): { pixel: Local; loss: Local; gain: Local } {
  const { f } = state;
  const one = f.local("f64");
  f.emit("f64.const", 1);
  f.set(one);
  const hard = state.truth === null;
  const pixel = hard ? withConstant(f, "i32.shr_u", payload, 1) : payload;
  let truth: Local;
  if (hard) truth = f.value("f64", "f64.convert_i32_s", [withConstant(f, "i32.and", payload, 1)]);
  else {
    const value = f.value("f32", "f32.load", [indexed(f, state.truth as Local, pixel, 2)]);
    truth = f.value("f64", "f64.promote_f32", [value]);
  }
  const rest = f.value("f64", "f64.sub", [one, truth]);
  if (state.weight === null) return { pixel, loss: truth, gain: rest };
  const value = f.value("f32", "f32.load", [indexed(f, state.weight, pixel, 2)]);
  const weight = f.value("f64", "f64.promote_f32", [value]);
  return {
    pixel,
    loss: f.value("f64", "f64.mul", [weight, truth]),
    gain: f.value("f64", "f64.mul", [weight, rest]),
  };
}
