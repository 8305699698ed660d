import { parseLoss, reference } from "segloss";
import { type GpuBuffer, type GpuDevice, type WebGpuEngine, webgpu } from "segloss/webgpu";
import type { OpenGpu } from "../../options/open-gpu.ts";
import type { BenchCase } from "../bench-case.ts";
import { type BenchSize, benchData, shapeOf } from "../bench-data.ts";
import { normOf } from "../contender.ts";
import { type Spread, spreadOf } from "../interleave.ts";
import { copyBandwidth, DATA_USAGE, timeGpu } from "./time-gpu.ts";

/** A loss on the GPU. */
export interface GpuRow {
  readonly name: string;
  readonly loss: string;
  readonly shape: readonly number[];
  /** Milliseconds of value and gradient. */
  readonly time: Spread;
  /** Bytes that each sweep over the pixels has to read, logits and labels, and the gradient that is written. */
  readonly bytes: number;
  readonly bytesPerSecond: number;
  /** Of what the device copies in the same time. */
  readonly shareOfCopy: number;
  /** Whether value and gradient on a small batch are the reference's. */
  readonly agrees: boolean;
}

/** What `segloss bench --engine webgpu --json` prints. */
export interface GpuBenchResult {
  readonly adapter: string;
  /** Whether the adapter is a driver that computes on the processor. */
  readonly isProcessor: boolean;
  readonly timedBy: "timestamps" | "clock";
  readonly copyBytesPerSecond: number;
  readonly rows: readonly GpuRow[];
}

/** Batches as large as a training's; on a processor, where it is tried out, small ones. */
const GPU_SIZE: BenchSize = { batch: 8, size: 512 };
const PROCESSOR_SIZE: BenchSize = { batch: 1, size: 128 };
const COPY_BYTES = 2 ** 27;
const PROCESSOR_COPY_BYTES = 2 ** 23;

export async function benchGpu(
  cases: readonly BenchCase[],
  { device, name, hasTimestamps, isProcessor }: OpenGpu,
  seconds: number,
  say: (text: string) => void,
): Promise<GpuBenchResult> {
  const engine = webgpu({ device });
  const end = performance.now() + 1000 * seconds;
  const copy = await copyBandwidth(
    device,
    Math.min(isProcessor ? PROCESSOR_COPY_BYTES : COPY_BYTES, device.limits.maxBufferSize),
  );
  const rows: GpuRow[] = [];
  for (const [i, from] of cases.entries()) {
    say(`${i + 1} of ${cases.length}: ${from.name}`);
    const deadline = performance.now() + (end - performance.now()) / (cases.length - i);
    rows.push(
      await measure(from, {
        engine,
        device,
        hasTimestamps,
        copy,
        deadline,
        size: isProcessor ? PROCESSOR_SIZE : GPU_SIZE,
      }),
    );
  }
  engine.dispose();
  const timedBy = hasTimestamps ? "timestamps" : "clock";
  return { adapter: name, isProcessor, timedBy, copyBytesPerSecond: copy, rows };
}

interface Place {
  readonly engine: WebGpuEngine;
  readonly device: GpuDevice;
  readonly hasTimestamps: boolean;
  readonly copy: number;
  readonly deadline: number;
  readonly size: BenchSize;
}

async function measure(from: BenchCase, place: Place): Promise<GpuRow> {
  const { engine, device, hasTimestamps, copy, deadline, size } = place;
  const agrees = await isRight(from, engine);
  const shape = shapeOf(from, size);
  const { logits, targets } = benchData(from, size);
  const put = (data: Float32Array | Uint8Array): GpuBuffer => {
    const buffer = device.createBuffer({ size: data.byteLength, usage: DATA_USAGE });
    device.queue.writeBuffer(buffer, 0, data as Uint8Array<ArrayBuffer>);
    return buffer;
  };
  const buffers = [
    put(logits),
    put(targets),
    device.createBuffer({ size: logits.byteLength, usage: DATA_USAGE }),
  ];
  const inputs = {
    logits: buffers[0],
    targets: { buffer: buffers[1], type: "uint8" },
    gradient: buffers[2],
  } as const;
  const step = await engine.compile(parseLoss(from.loss), { shape, layout: from.layout });
  const times = await repeated(
    (runs) => timeGpu(device, (timing) => step.submit(inputs, timing).accepted, runs, hasTimestamps),
    deadline,
  );
  const bytes = step.sweeps * (logits.byteLength + targets.byteLength) + logits.byteLength;
  step.dispose();
  for (const buffer of buffers) buffer.destroy();
  const time = spreadOf(times);
  const bytesPerSecond = bytes / (time.median / 1000);
  return {
    name: from.name,
    loss: from.loss,
    shape,
    time,
    bytes,
    bytesPerSecond,
    shareOfCopy: bytesPerSecond / copy,
    agrees,
  };
}

/** Rounds of some runs until the time is over; the first one, in which caches and clocks are cold, does not count. */
async function repeated(run: (runs: number) => Promise<number[]>, deadline: number): Promise<number[]> {
  await run(1);
  const times: number[] = [];
  do times.push(...(await run(8)));
  while (performance.now() < deadline && times.length < 400);
  return times;
}

async function isRight(from: BenchCase, engine: WebGpuEngine): Promise<boolean> {
  const { shape, logits, targets } = benchData(from, { batch: 1, size: 64 });
  const loss = parseLoss(from.loss);
  const options = { shape, layout: from.layout };
  const [gradient, expected] = [new Float32Array(logits.length), new Float64Array(logits.length)];
  const step = await engine.compile(loss, options);
  const value = await step.run({ logits, targets, gradient });
  step.dispose();
  const exact = reference().compile(loss, options).run({ logits, targets, gradient: expected });
  const off = normOf(expected.map((g, i) => gradient[i] - g));
  return Math.abs(value - exact) <= 1e-5 * Math.abs(exact) && off <= 1e-4 * normOf(expected);
}
