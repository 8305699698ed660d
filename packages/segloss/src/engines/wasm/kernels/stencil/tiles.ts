import type { Setting } from "../../../../plan/setting.ts";
import type { NeighbourJob } from "../../../../program/schedule/neighbour-job.ts";
import { isWorthSharing } from "../../host/sharing.ts";
import { type Padded, padded } from "./padded.ts";

/**
 * An image cut into windows of one size, which overlap: a pixel at least `halo` away from every side of its window
 * beyond which the image goes on has the value, bit for bit, that the whole image would give it.
 */
export interface Tiling {
  /** The image: depth, height, width. */
  readonly space: readonly number[];
  /** A window in scratch memory. */
  readonly shape: Padded;
  /** Windows along each axis. */
  readonly counts: readonly number[];
  readonly halo: number;
  /** Bytes of scratch memory: padded windows, then four rows. */
  readonly bytes: number;
}

/**
 * Bytes of scratch memory that would make a window's work twice as long. Measured are some 12 % for 16 MB in caches of
 * 32 MB; more is given, since the memory itself is worth something.
 */
const COSTLY_BYTES = 2 ** 26;

/**
 * How far the result at a pixel looks. A skeleton looks through n + 1 erosions and a dilation; its slope comes back the
 * same way from pixels that have to be right themselves.
 */
function haloOf({ op, iterations }: NeighbourJob): number {
  return op === "skeleton" ? iterations + 2 : 2 * (iterations + 2);
}

/** Images, ridges and skeletons of every level and three adjoints; two images and a skeleton without a slope. */
export function planesOf({ op, iterations }: NeighbourJob): number {
  return op === "skeleton" ? 3 : 3 * iterations + 7;
}

/** A tiling that takes little time: one axis is cut once more, the best one, as long as that saves any. */
export function tilingOf(job: NeighbourJob, setting: Setting, threads: number): Tiling {
  const { space, batch, channels } = setting;
  const busy = isWorthSharing(setting) ? threads : 1;
  const timeOf = (tiling: Tiling): number => timeOn(tiling, batch * channels, busy);
  let best = cutInto(job, space, [1, 1, 1]);
  for (;;) {
    const cuts = best.counts.map((_, axis) =>
      best.counts.map((count, i) => (i === axis ? count + 1 : count)),
    );
    const next = cuts
      .filter((counts) => fits(job, best.space, counts))
      .map((counts) => cutInto(job, space, counts))
      .filter((tiling) => timeOf(tiling) < timeOf(best))
      .sort((a, b) => timeOf(a) - timeOf(b));
    if (next.length === 0) return best;
    best = next[0];
  }
}

/** Whether every window has at least as many pixels of its own as it has beside them. */
function fits(job: NeighbourJob, space: readonly number[], counts: readonly number[]): boolean {
  const halo = haloOf(job);
  return counts.every((count, axis) => count === 1 || space[axis] - 2 * halo >= count * halo);
}

/** The tiling with so many windows along each axis (depth, height, width), as small as so many can be. */
export function cutInto(job: NeighbourJob, space: readonly number[], counts: readonly number[]): Tiling {
  const image = [1, 1, ...space].slice(-3);
  const halo = haloOf(job);
  const sides = image.map((size, axis) =>
    counts[axis] > 1 ? Math.ceil((size - 2 * halo) / counts[axis]) + 2 * halo : size,
  );
  const shape = padded(sides.slice(3 - space.length));
  const bytes = planesOf(job) * shape.planeBytes + 4 * shape.rowBytes;
  return { space: image, shape, counts, halo, bytes };
}

/** Estimated time, in any unit: half of the halo is worked on, twice at each cut, in vectors along x. */
function timeOn({ space, counts, halo, bytes }: Tiling, images: number, threads: number): number {
  const tasks = images * counts.reduce((a, b) => a * b);
  const idle = (Math.ceil(tasks / threads) * threads) / tasks;
  const vector = [0, 0, 8];
  const work = space.map((size, axis) => size + (counts[axis] - 1) * (halo + vector[axis]));
  return work.reduce((a, b) => a * b) * idle * (1 + bytes / COSTLY_BYTES);
}
