import type { Setting } from "../../../plan/setting.ts";
import type { GpuBuffer } from "../gpu-types.ts";
import type { Action, Bound, Scratch } from "../runtime/action.ts";
import type { Pipeline, Pipelines } from "../runtime/pipelines.ts";
import { reserveScratch } from "../runtime/reserve-scratch.ts";
import type { Window } from "../runtime/windows.ts";
import type { CompiledStages } from "../sweep/compile-stages.ts";
import type { Geometry } from "../sweep/geometry.ts";
import type { NumbersLayout } from "../sweep/numbers-layout.ts";
import { hardestKernel } from "./hardest-wgsl.ts";
import type { RankJob } from "./rank-job.ts";
import { type RankGroup, type RankShape, rankShape } from "./rank-shape.ts";
import {
  collectKernel,
  HISTOGRAM_KERNEL,
  RANK_PARAMS,
  type RankPlaces,
  SCAN_KERNEL,
  SCATTER_KERNEL,
} from "./rank-wgsl.ts";
import { blockSumsKernel, scanBlocksKernel, spreadKernel, stepsKernel } from "./steps-wgsl.ts";

/** What ranks and skeletons are compiled for. */
export interface JobPlace {
  readonly compiled: CompiledStages;
  readonly geometry: Geometry;
  readonly stride: number;
  readonly setting: Setting;
  readonly pipelines: Pipelines;
  readonly numbers: NumbersLayout;
}

/** Kernels of a rank: they gather, sort, weigh and spread. */
interface RankKernels {
  readonly collect: Pipeline;
  readonly histogram: Pipeline;
  readonly scan: Pipeline;
  readonly scatter: Pipeline;
  readonly spread: Pipeline;
  readonly weights:
    | { readonly hardest: Pipeline }
    | { readonly blockSums: Pipeline; readonly scanBlocks: Pipeline; readonly steps: Pipeline };
}

const BUFFERS = [
  "keys",
  "places",
  "sorted keys",
  "sorted places",
  "inside",
  "outside",
  "counts",
  "blocks",
  "block results",
] as const;
type RankBuffer = (typeof BUFFERS)[number];

export function rankActions(jobs: readonly RankJob[], place: JobPlace, scratch: Scratch[]): Action[] {
  return jobs.map((job) => rankAction(job, place, scratch));
}

function rankAction(job: RankJob, place: JobPlace, scratch: Scratch[]): Action {
  const { setting, pipelines } = place;
  const shape = rankShape(job.over, setting, job.perClass ? setting.channels : 1, pipelines.device.limits);
  reserve(shape, !job.counts && job.op !== "hardest", scratch);
  const places = placesOf(job, place);
  const kernels = compileRank(job, places, place);
  return (pass, bound) => {
    for (const group of shape.groups) encodeGroup(group, { job, shape, kernels, place, pass, bound });
  };
}

function reserve({ length, blocks, segments }: RankShape, hasShares: boolean, scratch: Scratch[]): void {
  const elements = 4 * length * segments;
  const bytes: Readonly<Record<RankBuffer, number>> = {
    ...{ keys: elements, places: elements, "sorted keys": elements, "sorted places": elements },
    ...{ inside: hasShares ? elements : 4, outside: hasShares ? elements : 4 },
    ...{
      counts: 64 * blocks * segments,
      blocks: 8 * blocks * segments,
      "block results": 8 * blocks * segments,
    },
  };
  for (const name of BUFFERS) reserveScratch(scratch, name, bytes[name]);
}

function placesOf(job: RankJob, { compiled }: JobPlace): RankPlaces {
  const { list } = compiled.planes;
  const read = (plane: number | null) =>
    plane === null ? null : { offset: list[plane].offset, perClass: list[plane].perClass };
  return {
    ofBatch: job.over === "batch",
    ...{ keys: list[job.keys].offset, result: list[job.result].offset },
    ...{ truth: read(job.truth), weights: read(job.weights), counts: job.counts, leastKey: job.leastKey },
  };
}

function compileRank(
  job: RankJob,
  places: RankPlaces,
  { pipelines, compiled, setting }: JobPlace,
): RankKernels {
  const { layoutOf } = pipelines;
  const compile = (code: string, entry: string, kinds: string): Pipeline =>
    pipelines.of(code, entry, layoutOf(kinds));
  const coefficients = {
    ...{ width: compiled.coefficients.width(), channels: setting.channels },
  };
  const { share } = job;
  return {
    collect: compile(collectKernel(places), "collect", "rwwww"),
    histogram: compile(HISTOGRAM_KERNEL, "histogram", "rw"),
    scan: compile(SCAN_KERNEL, "scan", "w"),
    scatter: compile(SCATTER_KERNEL, "scatter", "rrwwr"),
    spread: compile(spreadKernel(places), "spread", "wr"),
    weights: share
      ? { hardest: compile(hardestKernel(places, share, coefficients), "hardest", "rrrw") }
      : {
          blockSums: compile(blockSumsKernel(places), "blockSums", "rrrrw"),
          scanBlocks: compile(scanBlocksKernel(places), "scanBlocks", "rw"),
          steps: compile(stepsKernel(places), "steps", "rrrrrw"),
        },
  };
}

interface Encoding {
  readonly job: RankJob;
  readonly shape: RankShape;
  readonly kernels: RankKernels;
  readonly place: JobPlace;
  readonly pass: Parameters<Action>[0];
  readonly bound: Bound;
}

type RankNumbers = { readonly [K in (typeof RANK_PARAMS)[number]]?: number };

/** Sorts the segments of a group and writes their weights. */
function encodeGroup(group: RankGroup, to: Encoding): void {
  const { kernels, shape, bound, place } = to;
  const { layoutOf } = place.pipelines;
  const of = (name: RankBuffer): { buffer: GpuBuffer } => ({ buffer: bound.scratch(name) });
  const segments = group.regions * group.classes;
  const base: RankNumbers = {
    ...{ firstRegion: group.firstRegion, firstClass: group.firstClass, classes: group.classes },
    ...{ pixels: place.geometry.pixels, length: shape.length, blocks: shape.blocks, stride: place.stride },
    coefficients: place.numbers.coefficients,
  };
  const dispatch = (
    kernel: Pipeline,
    kinds: string,
    buffers: readonly { buffer: GpuBuffer; offset?: number; size?: number }[],
    size: readonly [number, number, number],
    numbers: RankNumbers = base,
  ): void => {
    to.pass.setPipeline(kernel.handle());
    to.pass.setBindGroup(
      0,
      bound.groupOf(
        layoutOf(kinds),
        buffers,
        RANK_PARAMS.map((name) => numbers[name] ?? 0),
      ),
    );
    to.pass.dispatchWorkgroups(...size);
  };
  const groups = Math.min(65_535, Math.ceil(place.geometry.pixels / 256));
  for (const part of imagesOf(group, to)) {
    const numbers = { ...base, firstImage: part.firstImage };
    const size = [groups, part.images, group.classes] as const;
    const buffers = [part.own, of("keys"), of("places"), of("inside"), of("outside")];
    dispatch(kernels.collect, "rwwww", buffers, size, numbers);
  }
  let [keys, places, sortedKeys, sortedPlaces] = [
    of("keys"),
    of("places"),
    of("sorted keys"),
    of("sorted places"),
  ];
  for (let shift = 0; shift < 32; shift += 4) {
    const numbers = { ...base, shift };
    dispatch(kernels.histogram, "rw", [keys, of("counts")], [shape.blocks, segments, 1], numbers);
    dispatch(kernels.scan, "w", [of("counts")], [segments, 1, 1], numbers);
    const buffers = [keys, places, sortedKeys, sortedPlaces, of("counts")];
    dispatch(kernels.scatter, "rrwwr", buffers, [shape.blocks, segments, 1], numbers);
    [keys, places, sortedKeys, sortedPlaces] = [sortedKeys, sortedPlaces, keys, places];
  }
  const sorted = [keys, places, of("inside"), of("outside")];
  const size = [shape.blocks, segments, 1] as const;
  const { weights } = kernels;
  if ("hardest" in weights)
    dispatch(weights.hardest, "rrrw", [keys, places, { buffer: bound.numbers }, sortedKeys], size);
  else {
    dispatch(weights.blockSums, "rrrrw", [...sorted, of("blocks")], size);
    dispatch(weights.scanBlocks, "rw", [of("blocks"), of("block results")], [segments, 1, 1]);
    dispatch(weights.steps, "rrrrrw", [...sorted, of("block results"), sortedKeys], size);
  }
  for (const part of imagesOf(group, to)) {
    const numbers = { ...base, firstImage: part.firstImage };
    const size = [groups, part.images, group.classes] as const;
    dispatch(kernels.spread, "wr", [part.own, sortedKeys], size, numbers);
  }
}

/** The images of a group by windows, with their part of the engine's own planes. */
function imagesOf({ firstRegion, regions }: RankGroup, { job, bound, place: { stride } }: Encoding) {
  const [first, last] =
    job.over === "image" ? [firstRegion, firstRegion + regions] : [0, Number.POSITIVE_INFINITY];
  return bound.windows.flatMap(({ window }: { window: Window }) => {
    const from = Math.max(first, window.firstImage);
    const images = Math.min(last, window.firstImage + window.images) - from;
    if (images <= 0) return [];
    return [
      {
        firstImage: from,
        images,
        own: { buffer: bound.own, offset: 4 * stride * from, size: 4 * stride * images },
      },
    ];
  });
}
