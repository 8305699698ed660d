import type { GpuBuffer, GpuDevice, GpuQuerySet, RunTiming } from "segloss/webgpu";

/** STORAGE, COPY_SRC and COPY_DST; QUERY_RESOLVE; MAP_READ: of GPUBufferUsage. */
export const DATA_USAGE: number = 0x80 | 0x04 | 0x08;
const RESOLVE_USAGE = 0x200 | 0x04;
const READ_USAGE = 0x01 | 0x08;
const MAP_READ = 0x1;

/** Work whose time is taken, rejecting when the device refuses it; `timing` is given where the device has timestamps. */
export type TimedWork = (timing: RunTiming | undefined) => Promise<void>;

/**
 * Milliseconds that the device was busy with one run of the work, for each of so many.
 * @throws Error with what the device refuses: refused work takes no time
 */
export async function timeGpu(
  device: GpuDevice,
  work: TimedWork,
  runs: number,
  hasTimestamps: boolean,
): Promise<number[]> {
  return hasTimestamps ? byTimestamps(device, work, runs) : byTheClock(device, work, runs);
}

async function byTimestamps(device: GpuDevice, work: TimedWork, runs: number): Promise<number[]> {
  const querySet: GpuQuerySet = device.createQuerySet({ type: "timestamp", count: 2 * runs });
  const accepted = Array.from({ length: runs }, (_, run) =>
    work({ querySet, begin: 2 * run, end: 2 * run + 1 }),
  );
  const bytes = 16 * runs;
  const resolved = device.createBuffer({ size: bytes, usage: RESOLVE_USAGE });
  const read = device.createBuffer({ size: bytes, usage: READ_USAGE });
  const encoder = device.createCommandEncoder();
  encoder.resolveQuerySet(querySet, 0, 2 * runs, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, read, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await Promise.all(accepted);
  await read.mapAsync(MAP_READ);
  const ticks = new BigUint64Array(read.getMappedRange());
  const times = Array.from({ length: runs }, (_, run) => Number(ticks[2 * run + 1] - ticks[2 * run]) / 1e6);
  for (const made of [resolved, read, querySet]) made.destroy();
  return times;
}

/** What each run of a row takes, waiting included. */
async function byTheClock(device: GpuDevice, work: TimedWork, runs: number): Promise<number[]> {
  await device.queue.onSubmittedWorkDone();
  const start = performance.now();
  const accepted = Array.from({ length: runs }, () => work(undefined));
  await device.queue.onSubmittedWorkDone();
  const time = (performance.now() - start) / runs;
  await Promise.all(accepted);
  return [time];
}

/** Bytes a second that the device reads and writes when it copies a buffer: the yardstick of work that waits for memory. */
export async function copyBandwidth(device: GpuDevice, bytes: number): Promise<number> {
  const make = (): GpuBuffer => device.createBuffer({ size: bytes, usage: DATA_USAGE });
  const [from, to] = [make(), make()];
  const copy = async (): Promise<void> => {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, to, 0, bytes);
    device.queue.submit([encoder.finish()]);
  };
  const times: number[] = [];
  for (let round = 0; round < 6; round++) times.push(...(await byTheClock(device, copy, 8)));
  from.destroy();
  to.destroy();
  return (2 * bytes) / (Math.min(...times) / 1000);
}
