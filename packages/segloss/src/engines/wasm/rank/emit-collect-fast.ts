import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import { forEach, indexed, parameter, type RankState, RECORD_BYTES, taken } from "./rank-state.ts";

/**
 * Whether the usual case is at hand: class indices of one byte, no weights, errors of 0 left out, whole vectors (the
 * next pixels are another region's, on which another thread may be at work).
 */
export function canCollectFast({ job, labels, planes, labelPlane, pixels }: RankState): boolean {
  const bytes = labels !== null && planes[labelPlane].elementBytes === 1;
  return bytes && job.dropZeros && job.weight === null && pixels % 4 === 0;
}

/**
 * Records of the pixels with an error, four pixels at a time: four without one are passed over together; else a record
 * is written for each and kept by moving on, so that there is nothing to predict.
 */
export function emitCollectFast(state: RankState): { kept: Local; mass: Local } {
  const { f } = state;
  const record = f.local("i32");
  const trues = f.local("v128");
  f.get(parameter("records"));
  f.set(record);
  f.get(f.integers(0));
  f.set(trues);
  f.get(parameter("count"));
  f.push(2);
  f.emit("i32.shr_u");
  const groups = taken(f, "i32");
  const index = f.local("v128");
  f.get(f.integers(0, 1, 2, 3));
  f.set(index);
  forEach(f, groups, (group) => {
    emitGroup(state, { group, index, record, trues });
    f.get(f.vector("i32x4.add", [index, f.integers(4)]));
    f.set(index);
  });
  return { kept: emitKept(f, record), mass: emitMass(f, trues) };
}

interface Group {
  readonly group: Local;
  readonly index: Local;
  readonly record: Local;
  readonly trues: Local;
}

function emitGroup(state: RankState, { group, index, record, trues }: Group): void {
  const { f, errors, labels, channels } = state;
  const place = indexed(f, errors, group, 4);
  const error = f.vector("v128.load", [place]);
  const bytes = f.vector("v128.load8x8_u", [indexed(f, labels as Local, group, 2)]);
  const label = f.vector("i32x4.extend_low_i16x8_u", [bytes]);
  const wanted = channels === 1 ? f.integers(1) : f.vector("i32x4.splat", [parameter("class")]);
  const isTrue = f.vector("i32x4.eq", [label, wanted]);
  // A condition is -1 as an integer.
  f.get(f.vector("i32x4.sub", [trues, isTrue]));
  f.set(trues);
  const active = f.vector("f32x4.gt", [error, f.integers(0)]);
  f.get(place);
  f.get(f.integers(0));
  f.emit("v128.store");
  f.get(active);
  f.emit("v128.any_true");
  f.when(() => {
    // Of floats above 0 the bits rise with the value: the largest comes first.
    const keys = f.vector("v128.xor", [error, f.integers(0x7fffffff)]);
    const twice = f.vector("i32x4.add", [index, index]);
    const payloads = f.vector("i32x4.sub", [twice, isTrue]);
    emitRecords(f, record, keys, payloads, active);
  });
}

function emitRecords(f: FunctionBuilder, record: Local, keys: Local, payloads: Local, active: Local): void {
  const pair = (...lanes: number[]): Local =>
    f.vector(
      "i8x16.shuffle",
      [keys, payloads],
      ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
    );
  const pairs = [pair(0, 4, 1, 5), pair(2, 6, 3, 7)];
  const bits = f.value("i32", "i32x4.bitmask", [active]);
  for (let lane = 0; lane < 4; lane++) {
    f.get(record);
    f.get(pairs[lane >> 1]);
    f.emit("v128.store64_lane", 0, lane & 1);
    f.get(record);
    f.get(bits);
    f.push(lane);
    f.emit("i32.shr_u");
    f.push(1);
    f.emit("i32.and");
    f.push(3);
    f.emit("i32.shl");
    f.emit("i32.add");
    f.set(record);
  }
}

function emitKept(f: FunctionBuilder, record: Local): Local {
  f.get(record);
  f.get(parameter("records"));
  f.emit("i32.sub");
  f.push(Math.log2(RECORD_BYTES));
  f.emit("i32.shr_u");
  return taken(f, "i32");
}

function emitMass(f: FunctionBuilder, trues: Local): Local {
  const lanes = [0, 1, 2, 3].map((lane) => f.value("i32", "i32x4.extract_lane", [trues], lane));
  return f.value("f64", "f64.convert_i32_s", [lanes.reduce((a, b) => f.value("i32", "i32.add", [a, b]))]);
}
