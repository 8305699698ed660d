import type { Plane } from "../codegen/sweep-shape.ts";
import { type FunctionBuilder, functionBuilder, type Local } from "../encoder/function-builder.ts";
import { emitCollect } from "./emit-collect.ts";
import { canCollectFast, emitCollectFast } from "./emit-collect-fast.ts";
import { emitSort } from "./emit-sort.ts";
import type { RankJob } from "./rank-job.ts";
import {
  forEach,
  indexed,
  parameter,
  RANK_PARAMETERS,
  type RankState,
  taken,
  withConstant,
} from "./rank-state.ts";

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
  pixels: number,
): FunctionBuilder {
  const f = functionBuilder(
    RANK_PARAMETERS.map((name) => (name === "share" ? "f64" : "i32")),
    ["i32"],
  );
  const needsLabels = job.op === "lovaszWeights" && job.truth === null;
  const at = (plane: number): Local => regionAddress(f, planes[plane]);
  const state: RankState = {
    ...{ f, job, planes, labelPlane, channels, pixels },
    errors: at(job.errors),
    labels: needsLabels ? at(labelPlane) : null,
    truth: job.truth === null ? null : at(job.truth),
    weight: job.weight === null ? null : at(job.weight),
  };
  const collect = canCollectFast(state) ? emitCollectFast : emitCollect;
  const { kept, mass } = collect(state);
  const sorted = emitSort(f, kept);
  if (job.op === "hardest") emitChosen(state, kept, sorted);
  else emitLovasz(state, kept, sorted, mass);
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
