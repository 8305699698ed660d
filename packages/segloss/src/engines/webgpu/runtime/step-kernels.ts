import type { Plan } from "../../../plan/plan.ts";
import { makeSchedule } from "../../../program/schedule/schedule.ts";
import { fieldActions } from "../fields/field-actions.ts";
import type { GpuPass } from "../gpu-types.ts";
import { rankActions } from "../rank/rank-actions.ts";
import { skeletonActions } from "../skeleton/skeleton-actions.ts";
import { type CompiledStages, compileStages, type StageProgram } from "../sweep/compile-stages.ts";
import { type Geometry, geometryOf } from "../sweep/geometry.ts";
import { type NumbersLayout, numbersLayout } from "../sweep/numbers-layout.ts";
import { renderSweep } from "../sweep/render-sweep.ts";
import { renderVoid } from "../sweep/render-void.ts";
import { renderGather } from "../tape/render-gather.ts";
import { renderTape } from "../tape/render-tape.ts";
import { stepDeclarations } from "../wgsl/declarations.ts";
import { summingOn } from "../wgsl/tree.ts";
import type { Action, Scratch } from "./action.ts";
import type { Pipeline, Pipelines } from "./pipelines.ts";
import { type Window, windowsOf } from "./windows.ts";

/** A schedule as work for a device, in order. */
export interface StepKernels {
  readonly compiled: CompiledStages;
  readonly geometry: Geometry;
  readonly windows: readonly Window[];
  readonly numbers: NumbersLayout;
  /** Numbers of an image in the engine's own planes. */
  readonly stride: number;
  readonly actions: readonly Action[];
  /** Behind them where nobody reads what the run has found. */
  readonly unread: readonly Action[];
  /** Bytes of the scratch buffers by name. */
  readonly scratch: readonly Scratch[];
  /** Compiles all that it dispatches. */
  ready(): Promise<void>;
}

/** Compiles the passes of a plan. @throws EngineLimit for what the device cannot hold */
export function compileKernels(plan: Plan, withGradient: boolean, device: Pipelines): StepKernels {
  const used: Pipeline[] = [];
  const pipelines = recording(device, used);
  const { setting } = plan;
  const compiled = compileStages(plan, makeSchedule(plan, withGradient));
  const { stages, coefficients, planes, sumWidth } = compiled;
  const geometry = geometryOf(setting);
  const stride = planes.stride();
  const { limits } = pipelines.device;
  const numbers = numbersLayout({
    ...{ batch: setting.batch, chunks: geometry.chunks, rowWidth: sumWidth },
    width: Math.max(...stages.map(({ sweep }) => sweep.width)),
    coefficientWidth: coefficients.width(),
  });
  const summing = summingOn(pipelines.device.features);
  const declarations = summing.enable + stepDeclarations(setting.live?.length ?? 0);
  const places = {
    ...{ channels: setting.channels, layout: setting.layout, planes: planes.list },
    coefficientWidth: coefficients.width(),
  };
  const tape = (stage: number): Action =>
    wholeAction(pipelines.of(renderTape(stage, compiled, setting, declarations), "tape"));
  const sweep = ({ sweep: program }: StageProgram): Action =>
    windowAction(pipelines.of(renderSweep(program, places, declarations, summing), "sweep"), chunksOf);
  const gather = ({ sweep: { width }, firstSum }: StageProgram): Action[] => {
    if (width === 0) return [];
    const gathering = { width, rowWidth: sumWidth, firstSum };
    const pipeline = pipelines.of(renderGather(gathering, declarations, summing), "gather");
    return [windowAction(pipeline, (window) => (window.firstChunk === 0 ? [width, window.images] : null))];
  };
  const ranked = { compiled, geometry, stride, setting, pipelines, numbers };
  const scratch: Scratch[] = [];
  const ofStages = stages.flatMap((stage, i): Action[] => [
    ...[sweep(stage), ...gather(stage), tape(i + 1)],
    ...rankActions(stage.ranks, ranked, scratch),
    ...skeletonActions(stage.skeletons, ranked, scratch),
  ]);
  const actions = [...fieldActions(plan, ranked, scratch, declarations), tape(0), ...ofStages];
  const unread = (): Action =>
    windowAction(pipelines.of(renderVoid(setting, declarations), "voidGradient"), chunksOf);
  return {
    ...{ compiled, geometry, numbers, stride, scratch, actions },
    unread: withGradient ? [unread()] : [],
    windows: windowsOf(setting, geometry, stride, limits),
    ready: async () => void (await Promise.all(used.map((pipeline) => pipeline.ready()))),
  };
}

/** The pipelines, with a list of those that are taken. */
function recording(pipelines: Pipelines, used: Pipeline[]): Pipelines {
  return {
    ...pipelines,
    of: (code, entry, layout) => {
      const pipeline = pipelines.of(code, entry, layout);
      used.push(pipeline);
      return pipeline;
    },
  };
}

const chunksOf = (window: Window): readonly [number, number] => [window.chunks, window.images];

/** One workgroup, once. */
function wholeAction(pipeline: Pipeline): Action {
  return (pass, { windows: [{ group }] }) => {
    pass.setPipeline(pipeline.handle());
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(1);
  };
}

/** A dispatch for each window. */
function windowAction(
  pipeline: Pipeline,
  groupsOf: (window: Window) => readonly [number, number] | null,
): Action {
  return (pass: GpuPass, { windows }) => {
    pass.setPipeline(pipeline.handle());
    for (const { window, group } of windows) {
      const groups = groupsOf(window);
      if (groups === null) continue;
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(...groups);
    }
  };
}
