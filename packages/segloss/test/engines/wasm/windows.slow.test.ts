import { describe, expect, it } from "vitest";
import type { FunctionBuilder } from "../../../src/engines/wasm/asm/function-builder.ts";
import { encodeModule } from "../../../src/engines/wasm/asm/module.ts";
import { host } from "../../../src/engines/wasm/host/host.ts";
import { emitNeighbourTasks } from "../../../src/engines/wasm/kernels/stencil/emit-neighbour-tasks.ts";
import { emitSkeleton } from "../../../src/engines/wasm/kernels/stencil/emit-skeleton.ts";
import { cutInto, tilingOf } from "../../../src/engines/wasm/kernels/stencil/tiles.ts";
import { seeded } from "./steps.ts";

type Counts = readonly [number, number, number];

interface Case {
  readonly space: readonly number[];
  readonly iterations: number;
  /** Windows along depth, height and width. */
  readonly counts: readonly Counts[];
}

// Windows of a pixel or a few of their own, halos on either side of multiples of a vector, sides no multiple of it.
const CASES: readonly Case[] = [
  { space: [47], iterations: 2, counts: [[1, 1, 7]] },
  {
    space: [31, 42],
    iterations: 0,
    counts: [
      [1, 3, 5],
      [1, 27, 34],
      [1, 5, 1],
    ],
  },
  {
    space: [37, 41],
    iterations: 1,
    counts: [
      [1, 3, 4],
      [1, 25, 1],
      [1, 1, 29],
      [1, 4, 7],
    ],
  },
  {
    space: [44, 53],
    iterations: 2,
    counts: [
      [1, 5, 6],
      [1, 28, 37],
      [1, 2, 9],
    ],
  },
  {
    space: [61, 70],
    iterations: 3,
    counts: [
      [1, 4, 3],
      [1, 41, 1],
      [1, 2, 50],
    ],
  },
  {
    space: [14, 19, 22],
    iterations: 0,
    counts: [
      [3, 2, 4],
      [6, 1, 5],
      [10, 11, 14],
    ],
  },
  {
    space: [17, 15, 25],
    iterations: 1,
    counts: [
      [5, 3, 6],
      [1, 1, 13],
      [2, 1, 1],
    ],
  },
];

/** Skeleton or slope of two images of two classes, a window a task. Memory that nobody has written is NaN. */
function compute(op: "skeleton" | "skeletonSlope", { space, iterations }: Case, counts: Counts): Uint32Array {
  const job = { op, image: 0, adjoint: 1, result: 2, iterations };
  const tiling = cutInto(job, space, counts);
  const pixels = space.reduce((a, b) => a * b);
  const planeBytes = 4 * 4 * pixels + 64;
  const plane = (k: number) => ({
    ...({
      name: "",
      address: 64 + k * planeBytes,
      elementBytes: 4,
      pixelBytes: 4,
      interleaved: false,
    } as const),
    ...{ imageBytes: 4 * pixels, classBytes: 8 * pixels },
  });
  const scratch = 64 + 3 * planeBytes;
  const functions = new Map<string, FunctionBuilder>();
  const add = (name: string, make: () => FunctionBuilder): FunctionBuilder => {
    const f = functions.get(name) ?? make();
    functions.set(name, f);
    return f;
  };
  const main = emitSkeleton(job, tiling, add, () => {
    throw new Error("Both operands are planes.");
  });
  const target = add("main", () => main);
  const count = 4 * tiling.counts.reduce((a, b) => a * b);
  const places = { image: plane(0), adjoint: plane(1), result: plane(2), classes: 2 };
  const nothing = { address: 0, bytes: 0 };
  const rank = { address: scratch, bytes: tiling.bytes };
  const shape = { ...places, tiling, areas: { rank, scratch: nothing, coefficients: nothing } };
  add("run", () => emitNeighbourTasks({ counter: 0, count, shared: false }, shape, target));
  const memory = new host.WebAssembly.Memory({ initial: Math.ceil((scratch + tiling.bytes) / 65536) + 1 });
  const module = new host.WebAssembly.Module(encodeModule({ functions, shared: false }));
  const { exports } = new host.WebAssembly.Instance(module, { host: { memory } });
  new Uint32Array(memory.buffer).fill(0x7fc00000);
  new Uint32Array(memory.buffer, 0, 1)[0] = 0;
  const random = seeded(pixels);
  for (const k of [0, 1]) {
    // Some left out, some equal to others, the rest anything.
    const values = new Float32Array(memory.buffer, plane(k).address, 4 * pixels);
    for (let i = 0; i < values.length; i++) {
      const [kind, x] = [random(), random()];
      values[i] = kind < 0.1 ? 0 : kind < 0.4 ? Math.round(4 * x) / 4 : x - 0.5 * k;
    }
  }
  exports.run(0);
  return new Uint32Array(memory.buffer, plane(2).address, 4 * pixels).slice();
}

describe.each(CASES)("$space pixels, $iterations iterations", (one) => {
  it.each(one.counts)("%i x %i x %i windows give the bits that one gives", (...counts) => {
    for (const op of ["skeleton", "skeletonSlope"] as const) {
      const whole = compute(op, one, [1, 1, 1]);
      expect(new Set(whole).size).toBeGreaterThan(10);
      expect(compute(op, one, counts)).toEqual(whole);
    }
  });
});

describe("an image is cut", () => {
  const slope = { op: "skeletonSlope", image: 0, adjoint: 1, result: 2, iterations: 3 } as const;
  const tilingFor = (space: readonly number[], threads: number) =>
    tilingOf(slope, { space, batch: 1, channels: 1 } as Parameters<typeof tilingOf>[1], threads);
  const windows = (space: readonly number[], threads: number): number =>
    tilingFor(space, threads).counts.reduce((a, b) => a * b);

  it("not when it is small, or no wider than its halo", () => {
    for (const space of [[64, 64], [19], [8, 9, 10]]) expect(windows(space, 4)).toBe(1);
  });

  it("so that all threads have work", () => {
    expect(windows([256, 256], 2) % 2).toBe(0);
    expect(windows([96, 96, 96], 2) % 2).toBe(0);
  });

  it("so that a thread's memory stays below 16 MB, however large it is", () => {
    for (const space of [
      [512, 512],
      [4096, 4096],
      [16384, 8192],
    ])
      expect(tilingFor(space, 2).bytes).toBeLessThan(2 ** 24);
  });
});
