import { type CompileOptions, LOSSES, makePlan, parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { readOptions } from "../../../src/engines/read-options.ts";
import type { Sweep } from "../../../src/engines/wasm/emit/sweep.ts";
import { isLeaf, type LoopValue } from "../../../src/engines/wasm/legalise/instructions.ts";
import { latencyOf } from "../../../src/engines/wasm/loops/cost.ts";
import { cutTimes, type Timed } from "../../../src/engines/wasm/loops/cuts.ts";
import { operandsOf } from "../../../src/engines/wasm/loops/instruction-graph.ts";
import type { Loop, LoopNest } from "../../../src/engines/wasm/loops/loop-nest.ts";
import { lowerPlan } from "../../../src/engines/wasm/runtime/lower-plan.ts";

const SETTINGS: Readonly<Record<string, CompileOptions>> = {
  binary: { shape: [2, 16, 16, 1] },
  "binary, soft, weights": { shape: [2, 16, 16, 1], targets: "soft", weights: true },
  "3 classes, ignore": { shape: [2, 16, 16, 3], ignore: 255 },
  "21 classes": { shape: [2, 21, 16, 16], layout: "channels-first" },
};

/** Sweeps of all losses that the setting allows. */
function sweepsOf(options: CompileOptions): Sweep[] {
  return LOSSES.flatMap(({ definition }) => {
    const loss = parseLoss(definition.name);
    try {
      const lowered = lowerPlan(makePlan(loss, readOptions(options)), false);
      return [lowered.withGradient, lowered.valueAlone()].flatMap(({ sweeps }) => sweeps);
    } catch {
      return [];
    }
  });
}

function outputsOf(loop: Loop): LoopValue[] {
  const outputs = [...loop.reductions, ...loop.sums, ...loop.stores, ...loop.guards];
  return [...loop.spills, ...loop.keeps, ...outputs.map(({ value }) => value)];
}

/** Values that a loop needs without computing them. */
function loadedBy(loop: Loop): Set<LoopValue> {
  const needed = [...loop.computes].flatMap(operandsOf).concat(outputsOf(loop));
  return new Set(
    needed.filter((value) => (value.op === "loaded" || !isLeaf(value)) && !loop.computes.has(value)),
  );
}

/** What is wrong with the loops of a sweep. */
function defectsOf({ nests }: Sweep): string[] {
  const defects: string[] = [];
  /** Identifiers of what phases have kept. */
  const kept = new Set<number>();
  for (const nest of nests) {
    for (const [i, loop] of nest.loops.entries())
      for (const value of loadedBy(loop)) {
        const from = nest.loops.findIndex(({ spills }) => spills.includes(value));
        const own = nest.loops.findIndex(({ keeps }) => keeps.includes(value));
        const isThere = (from >= 0 && from < i) || (own >= 0 && own < i);
        if (!isThere && !(value.op === "loaded" && kept.has(value.immediate)))
          defects.push(`${value.op} is not at hand`);
      }
    defects.push(...sharedRows(nest));
    for (const { id } of nest.kept.values()) kept.add(id);
    for (const { reductions } of nest.loops) for (const { reduction } of reductions) kept.add(reduction.id);
  }
  return defects;
}

/** Values that a row holds at the same time. */
function sharedRows({ loops, rows }: LoopNest): string[] {
  const lives = [...rows].map(([value, row]) => {
    const first = loops.findIndex(({ spills }) => spills.includes(value));
    const last = loops.findLastIndex((loop) => loadedBy(loop).has(value));
    return { row, first, last };
  });
  return lives.flatMap((a, i) =>
    lives
      .slice(i + 1)
      .filter((b) => a.row === b.row && a.first <= b.last && b.first <= a.last)
      .map(() => `row ${a.row} holds two values at once`),
  );
}

/** Cycles of the longest chain of a loop. */
function chainOf({ computes }: Loop): number {
  const done = new Map<LoopValue, number>();
  const finish = (value: LoopValue): number => {
    if (!computes.has(value) || isLeaf(value) || (value.axes & 1) === 0) return 0;
    const known = done.get(value);
    if (known !== undefined) return known;
    const end = Math.max(0, ...operandsOf(value).map(finish)) + latencyOf(value);
    done.set(value, end);
    return end;
  };
  return Math.max(0, ...[...computes].map(finish));
}

describe("the loops of every loss", () => {
  for (const [name, options] of Object.entries(SETTINGS)) {
    const sweeps = sweepsOf(options);
    it(`${name}: a loop finds what it needs, computed or passed on, and rows are not shared too early`, () => {
      expect(sweeps.length).toBeGreaterThan(40);
      expect(sweeps.flatMap(defectsOf)).toEqual([]);
    });

    it(`${name}: each output of a sweep is made once`, () => {
      for (const { nests, program } of sweeps) {
        const loops = nests.flatMap((nest) => nest.loops);
        expect(loops.flatMap((loop) => loop.sums)).toHaveLength(program.sums.length);
        expect(loops.flatMap((loop) => loop.stores)).toHaveLength(program.stores.length);
        expect(loops.flatMap((loop) => loop.guards)).toHaveLength(program.guards.length);
      }
    });

    it(`${name}: no chain is as long as that of an exponential, 50 cycles`, () => {
      const chains = sweeps.flatMap(({ nests }) => nests.flatMap(({ loops }) => loops.map(chainOf)));
      expect(Math.max(...chains)).toBeLessThan(50);
    });
  }
});

/** A chain of instructions of so many cycles each. */
function chain(count: number, latency: number, instructions: number): Timed[] {
  return Array.from({ length: count }, (_, i) => {
    const finish = (i + 1) * latency;
    const lastUse = i === count - 1 ? 0 : finish + latency;
    return { finish, lastUse, instructions, isSpilled: true };
  });
}

describe("where chains are cut", () => {
  it("a short chain stays whole", () => {
    expect(cutTimes(chain(5, 3, 1))).toEqual([15]);
  });

  it("a long chain is cut into even parts, none above some 40 cycles", () => {
    const cuts = cutTimes(chain(60, 3, 2));
    const lengths = cuts.map((end, i) => end - (cuts[i - 1] ?? 0));
    expect(cuts.at(-1)).toBe(180);
    expect(cuts.length).toBeGreaterThan(3);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(40);
  });

  it("a cut is where few values go on to the next loop", () => {
    // Ten values side by side between two narrow places, at 18 and 24 cycles.
    const narrow = chain(12, 3, 4);
    const wide = Array.from(
      { length: 10 },
      (): Timed => ({ finish: 21, lastUse: 24, instructions: 1, isSpilled: true }),
    );
    expect(cutTimes([...narrow, ...wide])).not.toContain(21);
    expect(cutTimes([...narrow, ...wide]).length).toBeGreaterThan(1);
  });

  it("what is computed again at little cost does not count where loops are cut", () => {
    const again = Array.from(
      { length: 10 },
      (): Timed => ({ finish: 1, lastUse: 90, instructions: 1, isSpilled: false }),
    );
    expect(cutTimes([...chain(30, 3, 2), ...again])).toEqual(
      cutTimes([...chain(30, 3, 2), ...again.slice(0, 0)]),
    );
  });
});
