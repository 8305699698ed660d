import { CLASS, type Expression, isApply, variesOver } from "../../formula/expression.ts";
import type { Plan } from "../../plan/plan.ts";
import { isPositive, isValid } from "../lower/conditions.ts";
import { lower } from "../lower/lower.ts";
import type { CoefficientPart, Lowering } from "../lower/lowering.ts";
import { optimise, type Watch } from "../passes/optimise.ts";
import type { Program, StoreOutput } from "../program.ts";
import type { Value } from "../value.ts";
import type { CoefficientTable } from "./coefficients.ts";
import { type NeighbourJob, readNeighbourhood } from "./neighbour-job.ts";
import { imageOf, type NeighbourPlanes } from "./neighbour-planes.ts";
import { GIVEN, type PlaneTable, SAVED } from "./planes.ts";
import { makeRankJob, type RankJob } from "./rank-job.ts";
import type { Schedule } from "./schedule.ts";
import type { Task } from "./tasks.ts";

/** Where jobs find their planes, and where they leave those of their results. */
export interface JobPlanes {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly planes: PlaneTable;
  readonly coefficients: CoefficientTable;
  /** Planes of weights by the key of a rank. */
  readonly ranks: Map<string, number>;
  /** Planes of results by key. */
  readonly neighbours: Map<string, number>;
  readonly neighbourPlanes: ReadonlyMap<string, NeighbourPlanes>;
  /** Programs of rows by what they compute. */
  readonly rowPrograms: Map<Value, Program>;
  /** Whether the gradient buffer holds nothing until the last sweep, which writes the gradient. */
  readonly isGradientFree: boolean;
  readonly watch: Watch | undefined;
}

/** The sort of a node's pixels in a stage, and the stores of what it reads. */
export function rankJob(
  { node, key, scope }: Task,
  stage: number,
  to: Lowering,
  { planes, ranks, plan, coefficients, schedule, isGradientFree }: JobPlanes,
  stores: StoreOutput[],
): RankJob {
  const { over } = schedule.scopes[scope];
  const place = (e: Expression, part: CoefficientPart): number =>
    coefficients.place(e, scope, stage, part).index;
  const job = makeRankJob(node, over, plan.setting, ranks.size, {
    logits: planes.indexOf("z"),
    free: isGradientFree && ranks.size === 0 ? planes.indexOf(SAVED) : null,
    add: planes.addOwn,
    store: (e, plane, as) => stores.push({ value: rankedValue(e, as, to), plane }),
    coefficient: (e) => ({ high: place(e, "high"), low: place(e, "low") }),
  });
  ranks.set(key, job.weights);
  return job;
}

/** A value to rank by, with what a rank has to know of its pixel. */
function rankedValue(e: Expression, as: "plain" | "signed" | "marked", to: Lowering): Value {
  const { build } = to;
  const value = lower(e, to);
  if (as === "plain") return value;
  const valid = isValid(to);
  const ranked = as === "signed" ? withTruth(e, value, to) : value;
  return valid ? build.select(valid, ranked, Number.NaN) : ranked;
}

/** An error with the truth as its sign bit. */
function withTruth(error: Expression, value: Value, to: Lowering): Value {
  const { build } = to;
  // The positive part of -0 is -0, whose sign would be taken for the truth.
  const size = isApply(error, "relu") ? build.abs(value) : value;
  // Set, not turned: a turned 1 - p may become p - 1, whose 0 has no sign.
  return build.minusWhere(size, isPositive(to));
}

/** A look, and the stores of what it reads, or the programs that compute it. */
export function neighbourJob(
  { node, key }: Task,
  to: Lowering,
  into: JobPlanes,
  stores: StoreOutput[],
): NeighbourJob {
  const { planes, neighbours, neighbourPlanes } = into;
  const { operands, result: name } = neighbourPlanes.get(key) as NeighbourPlanes;
  const add = (plane: string): number => planes.addOwn(plane, variesOver(node, CLASS));
  const slope = node.op === "skeletonSlope" ? node.args[0] : null;
  const result = add(name);
  neighbours.set(key, result);
  const job = { ...readNeighbourhood(node), result };
  if (operands === null) {
    const image = rowProgram(imageOf(node), to, into);
    return { ...job, image, adjoint: slope ? rowProgram(slope, to, into) : image };
  }
  const image = add(operands.image);
  // The image of a skeleton serves its slope too, and is stored once.
  if (!operands.hasImage) stores.push({ value: lower(imageOf(node), to), plane: image });
  if (slope === null || operands.adjoint === null) return { ...job, image, adjoint: image };
  const adjoint = add(operands.adjoint);
  stores.push({ value: lower(slope, to), plane: adjoint });
  return { ...job, image, adjoint };
}

/** The program that computes an expression to a place that its caller gives. */
function rowProgram(e: Expression, to: Lowering, { planes, rowPrograms, watch }: JobPlanes): Program {
  const value = lower(e, to);
  const known = rowPrograms.get(value);
  if (known) return known;
  const stores = [{ value, plane: planes.indexOf(GIVEN) }];
  const plain = { channels: to.setting.channels, sums: [], stores, guards: [] };
  const program = optimise(plain, to.build, to.setting, watch);
  rowPrograms.set(value, program);
  return program;
}
