import { reference, wasm } from "segloss";
import { describe, expect, it } from "vitest";
import { CASES } from "../../src/bench/bench-case.ts";
import { benchData } from "../../src/bench/bench-data.ts";
import { seglossContender } from "../../src/bench/segloss-contender.ts";
import { openTfjs } from "../../src/bench/tfjs-contender.ts";
import { tfjsNote } from "../../src/commands/bench.ts";
import { scratchFolder } from "../data/scratch-folder.ts";
import { call, mistake } from "./fake-io.ts";

describe("contenders compute the same", async () => {
  const tfjs = await openTfjs();
  const engine = await wasm();
  for (const from of CASES) {
    it(from.name, async () => {
      const data = benchData(from, { batch: 2, size: 16 });
      const [truth, ...others] = await Promise.all(
        [
          seglossContender(reference(), "reference", from, data),
          seglossContender(engine, "wasm", from, data),
          ...(from.tfjs === null ? [] : [tfjs!.contender(from, data)]),
        ].map((contender) => contender.checksum()),
      );
      for (const { value, gradientNorm } of others) {
        expect(Math.abs(value / truth.value - 1)).toBeLessThan(1e-5);
        expect(Math.abs(gradientNorm / truth.gradientNorm - 1)).toBeLessThan(1e-5);
      }
    });
  }
});

describe("segloss bench", () => {
  it("prints a table with ratios, and progress on stderr", async () => {
    const { code, out, said } = await call("bench", "--only", "dice of", "--seconds", "1");
    expect(code).toBe(0);
    expect(out).toMatch(/cores.*V8/);
    expect(out).toMatch(/^milliseconds .*wasm, .* TensorFlow\.js wasm +reference$/m);
    expect(out).toMatch(/^Dice of the batch, 4x256x256x1 .*[\d.]+x.*[\d.]+x$/m);
    expect(out).toMatch(/Dice step of 64x64 on 1 thread: [\d.]+ microseconds/);
    expect(said).toEqual(["1 of 1: Dice of the batch"]);
  });

  it("prints one JSON object with the host, every run's spread and what was computed", async () => {
    const { code, out } = await call(
      "bench",
      "--only",
      "focal",
      "--seconds",
      "1",
      "--threads",
      "1",
      "--json",
    );
    expect(code).toBe(0);
    const { host, tfjs, rows, smallCalls } = JSON.parse(out);
    expect(host).toMatchObject({ node: process.versions.node, threads: 1 });
    expect(tfjs).toMatch(/^4\./);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ loss: "focal", shape: [4, 256, 256, 1] });
    for (const { fast, median, slow, runs, checksum } of rows[0].contenders) {
      expect(0 < fast && fast <= median && median <= slow && runs > 0).toBe(true);
      expect(checksum.value / rows[0].contenders[0].checksum.value).toBeCloseTo(1, 2);
    }
    expect(smallCalls.compile.length).toBeGreaterThan(5);
  });

  it("names the cases there are when --only fits none", async () => {
    expect(await mistake("bench", "--only", "hausdorff")).toMatch(
      /fits no case; there are "BCE", .*"Dice per image"/,
    );
  });

  it("says how to install TensorFlow.js where it is not", async () => {
    expect(await openTfjs([`${await scratchFolder({})}/package.json`])).toBeNull();
    expect(tfjsNote(null)).toMatch(
      /not installed.*npm install @tensorflow\/tfjs @tensorflow\/tfjs-backend-wasm/,
    );
  });
});
