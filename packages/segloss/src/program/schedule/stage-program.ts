import { CLASS, type Expression, isNumber, mentions, PIXEL, variesOver } from "../../formula/expression.ts";
import { PREDICTION_SYMBOLS } from "../../formula/ops/functions.ts";
import type { Plan } from "../../plan/plan.ts";
import { programBuilder } from "../build.ts";
import type { Builder } from "../builder.ts";
import { rewritten } from "../graph.ts";
import { lower } from "../lower/lower.ts";
import { emptyMemo, type Lowering, type SavedPrediction } from "../lower/lowering.ts";
import { classPlaneAxes, savedValue } from "../lower/prediction.ts";
import { optimise, type Watch } from "../passes/optimise.ts";
import { shareQuotients } from "../passes/share-quotients.ts";
import type { Program, StoreOutput } from "../program.ts";
import type { Value } from "../value.ts";
import { type CoefficientTable, coefficientTable } from "./coefficients.ts";
import { type Bound, gradientBounds } from "./gradient-bound.ts";
import { BELOW_INFINITY, type Guard, inputGuards } from "./input-guards.ts";
import type { NeighbourJob } from "./neighbour-job.ts";
import { neighbourPlanes } from "./neighbour-planes.ts";
import { isPerClass, type PlaneTable, SAVED } from "./planes.ts";
import type { RankJob } from "./rank-job.ts";
import { makesNaN } from "./risks.ts";
import { needsPartsOfPrediction, predictionParts, savedPrediction } from "./saved-prediction.ts";
import { turnOfSaved, withTurnedSaved } from "./saved-sign.ts";
import type { Schedule, Stage } from "./schedule.ts";
import { type JobPlanes, neighbourJob, rankJob } from "./stage-jobs.ts";
import { sumOutputs } from "./sum-outputs.ts";
import { taskKey } from "./tasks.ts";

/** The sweep of a stage, and what is done when it has run. */
export interface StageProgram {
  readonly program: Program;
  readonly ranks: readonly RankJob[];
  readonly neighbours: readonly NeighbourJob[];
}

/** Where a sum stands in the row of an image. */
export interface SumPlace {
  readonly offset: number;
  /** Whether the next classes have their own behind it; else it is that of each class. */
  readonly perClass: boolean;
}

/** A schedule in terms of vector programs. */
export interface CompiledSchedule {
  readonly schedule: Schedule;
  readonly programs: readonly StageProgram[];
  /** What made the programs' values. */
  readonly build: Builder;
  readonly coefficients: CoefficientTable;
  readonly guards: readonly Guard[];
  /** How large the gradient may become where no guard looks at it. */
  readonly bounds: readonly Bound[];
  readonly sumWidth: number;
  sumPlace(node: Expression, scope: number): SumPlace;
  /** Offsets in the row that each stage fills. */
  readonly stageSums: readonly (readonly number[])[];
}

interface Compiling extends JobPlanes {
  readonly build: Builder;
  readonly slots: Map<string, number>;
  /** Slots of sums that come out the same for every class although their expressions tell the classes apart. */
  readonly flat: Set<number>;
  readonly guards: Guard[];
  readonly guarded: Set<string>;
  readonly saved: SavedPrediction | null;
}

/** Lowers every stage of a schedule. @throws Error for what the engine has no code for. */
export function compileSchedule(
  plan: Plan,
  schedule: Schedule,
  planes: PlaneTable,
  watch?: Watch,
): CompiledSchedule {
  const { channels } = plan.setting;
  const slots = new Map<string, number>();
  let sumWidth = 0;
  for (const { key, node } of schedule.stages.flatMap(({ sums }) => sums)) {
    if (slots.has(key)) continue;
    slots.set(key, sumWidth);
    sumWidth += node.axes & CLASS ? channels : 1;
  }
  const saved = savedPrediction(plan, schedule);
  const compiling: Compiling = {
    plan,
    schedule,
    planes,
    slots,
    flat: new Set(),
    build: programBuilder(),
    coefficients: coefficientTable(channels),
    ranks: new Map(),
    neighbours: new Map(),
    neighbourPlanes: neighbourPlanes(schedule, channels),
    rowPrograms: new Map(),
    guards: [],
    guarded: new Set(),
    saved,
    watch,
    isGradientFree: saved === null && isUnusedBeforeGradient(schedule),
  };
  const only = onlyPrediction(compiling);
  const stages = schedule.stages.map((stage, i) => compileStage(stage, i, compiling, only));
  const programs = only === null ? withOneSign(stages, compiling) : stages;
  return {
    schedule,
    programs,
    build: compiling.build,
    coefficients: compiling.coefficients,
    guards: compiling.guards,
    bounds: makesNaN(schedule, plan.setting.link) ? [] : gradientBounds(schedule, plan),
    sumPlace: (node, scope) => {
      const offset = slots.get(taskKey(node, scope)) as number;
      return { offset, perClass: variesOver(node, CLASS) && !compiling.flat.has(offset) };
    },
    sumWidth,
    stageSums: schedule.stages.map(({ sums }) =>
      sums.flatMap(({ key, node }) => {
        const first = slots.get(key) as number;
        return Array.from({ length: node.axes & CLASS ? channels : 1 }, (_, c) => first + c);
      }),
    ),
  };
}

/** Whether the last sweep writes a gradient and no result of a look at neighbours stands in its buffer before. */
function isUnusedBeforeGradient({ stages }: Schedule): boolean {
  return stages[stages.length - 1].gradient && stages.every(({ neighbours }) => neighbours.length === 0);
}

function lowering(compiling: Compiling, scope: number, stage: number, reads = true): Lowering {
  const { build, planes, plan, coefficients, ranks, neighbours } = compiling;
  const { setting } = plan;
  const perClass = classPlaneAxes(setting.channels);
  const planeAxes = (name: string): 1 | 3 => (isPerClass(name, plan) ? (perClass as 1 | 3) : PIXEL);
  return {
    build,
    setting,
    scope,
    saved: reads && stage > 0 ? compiling.saved : null,
    plane: (name) => build.leaf("plane", planeAxes(name), planes.indexOf(name)),
    inSum: false,
    coefficient: (e, of, part = "high") => {
      const { index, axes } = coefficients.place(e, of, stage, part);
      return build.leaf("coefficient", axes, index);
    },
    ranked: (node, of) => {
      const axes = variesOver(node, CLASS) ? perClass : PIXEL;
      return build.leaf("plane", axes, ranks.get(taskKey(node, of)) as number);
    },
    neighbours: (node) => {
      const plane = neighbours.get(taskKey(node, scope)) as number;
      return build.leaf("plane", variesOver(node, CLASS) ? 3 : PIXEL, plane);
    },
    memo: emptyMemo(),
  };
}

function compileStage(stage: Stage, i: number, compiling: Compiling, only: Value | null): StageProgram {
  const { plan, schedule, build, planes, saved } = compiling;
  const contexts = schedule.scopes.map((_, scope) => lowering(compiling, scope, i, only === null));
  const sums = stage.sums.flatMap(({ key, node, scope }) =>
    sumOutputs(node, compiling.slots.get(key) as number, contexts[scope], compiling.flat),
  );
  const stores: StoreOutput[] = [];
  const ranks = stage.ranks.map((task) => rankJob(task, i, contexts[task.scope], compiling, stores));
  const neighbours = stage.neighbours.map((task) =>
    neighbourJob(task, contexts[task.scope], compiling, stores),
  );
  if (saved && i === 0)
    stores.push({ value: only ?? savedValue(saved, null, contexts[0]), plane: planes.indexOf(SAVED) });
  if (stage.gradient) {
    const value = gradientValue(schedule, contexts);
    const read = only && i > 0 ? readingSaved(value, only, contexts[0]) : value;
    stores.push({ value: read, plane: planes.indexOf(SAVED) });
  }
  const outputs = [...sums, ...stores];
  const last = i === schedule.stages.length - 1;
  const guards = inputGuards(
    outputs.map(({ value }) => value),
    last,
    contexts[0],
    compiling,
  );
  if (stage.gradient && makesNaN(schedule, plan.setting.link)) {
    const gradient = stores[stores.length - 1].value;
    const slot = compiling.guards.push({ limit: BELOW_INFINITY, about: "gradient" }) - 1;
    guards.push({ value: build.abs(gradient), slot });
  }
  const program = { channels: plan.setting.channels, sums, stores, guards };
  return { program: optimise(program, build, plan.setting, compiling.watch), ranks, neighbours };
}

/** The stages with the sign of the saved prediction turned in the first where all others turn it. */
function withOneSign(stages: readonly StageProgram[], compiling: Compiling): readonly StageProgram[] {
  const { saved, planes, build } = compiling;
  if (saved === null || saved === "softmax") return stages;
  const to = lowering(compiling, 0, 0);
  const leaf = to.plane(SAVED);
  const turn = turnOfSaved(
    stages.slice(1).map(({ program }) => program),
    leaf,
  );
  if (turn === null) return stages;
  const plane = planes.indexOf(SAVED);
  const turned = savedValue(saved, turn, to);
  return stages.map((stage, i) => {
    if (i > 0) return { ...stage, program: withTurnedSaved(stage.program, leaf, turn, build) };
    const stores = stage.program.stores.map((store) =>
      store.plane === plane ? { ...store, value: turned } : store,
    );
    return { ...stage, program: shareQuotients({ ...stage.program, stores }, build) };
  });
}

/**
 * The one part of the gradient that comes from the prediction, where there is just one and nothing else of the second
 * and last sweep needs the prediction: then that is what the first sweep saves.
 */
function onlyPrediction(compiling: Compiling): Value | null {
  const { saved, schedule, plan } = compiling;
  const [, last] = schedule.stages;
  if (saved === null || plan.setting.link !== "sigmoid" || schedule.stages.length !== 2) return null;
  if (
    [...last.sums, ...last.ranks, ...last.neighbours].some(({ node }) => mentions(node, PREDICTION_SYMBOLS))
  )
    return null;
  const gradients = schedule.scopes.flatMap(({ gradient }) => (gradient ? [gradient] : []));
  if (saved === "smaller" && gradients.some(needsPartsOfPrediction)) return null;
  const contexts = schedule.scopes.map((_, scope) => lowering(compiling, scope, 1, false));
  const parts = predictionParts(gradientValue(schedule, contexts), contexts[0].plane("z"));
  return parts.length === 1 && parts[0].op !== "plane" ? parts[0] : null;
}

/** The gradient with that part read from where the first sweep has saved it. */
function readingSaved(gradient: Value, only: Value, to: Lowering): Value {
  return rewritten(gradient, to.build, (part) => (part === only ? to.plane(SAVED) : null));
}

function gradientValue({ scopes }: Schedule, contexts: readonly Lowering[]): Value {
  const parts = scopes.flatMap(({ gradient }, i) =>
    gradient && !isNumber(gradient, 0) ? [lower(gradient, contexts[i])] : [],
  );
  const { build } = contexts[0];
  if (parts.length === 0) return build.constant(0);
  return parts.reduce((a, b) => build.add(a, b));
}
