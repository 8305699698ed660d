import { dice, type Loss } from "segloss";
import { describe, expect, it } from "vitest";
import { readOptions } from "../../../src/engines/read-options.ts";
import { windowsOf } from "../../../src/engines/webgpu/runtime/windows.ts";
import { compileStages } from "../../../src/engines/webgpu/sweep/compile-stages.ts";
import { geometryOf } from "../../../src/engines/webgpu/sweep/geometry.ts";
import { renderSweep } from "../../../src/engines/webgpu/sweep/render-sweep.ts";
import { literal } from "../../../src/engines/webgpu/wgsl/literal.ts";
import { makePlan } from "../../../src/plan/plan.ts";
import { makeSchedule } from "../../../src/program/schedule/schedule.ts";

/** The body of each sweep of a loss. */
function sweepsOf(loss: Loss, shape: readonly number[]): string[] {
  const plan = makePlan(loss, readOptions({ shape }));
  const { stages, planes, coefficients } = compileStages(plan, makeSchedule(plan, true));
  const { channels, layout } = plan.setting;
  const places = { channels, layout, planes: planes.list, coefficientWidth: coefficients.width() };
  return stages.map(({ sweep }) => {
    const text = renderSweep(sweep, places, "", { text: "" });
    return text.slice(text.indexOf("let place"), text.indexOf("let t0")).trimEnd();
  });
}

describe("the Dice loss in WGSL", () => {
  it("of one channel", () => {
    const [sums, gradient] = sweepsOf(dice(), [1, 256, 256, 1]);
    expect(sums).toMatchInlineSnapshot(`
      "let place = at * CHANNELS;
          let v0 = logits[params.logitsBase + place];
          let v2 = abs(v0);
          let v3 = bitcast<f32>(bitcast<u32>(v2) | 0x80000000u);
          let v4 = expNegative(v3);
          let v8 = (v4 + 1f);
          let v9 = (1f / v8);
          let v1 = ((bitcast<u32>(v0) >> 31u) != 0u);
          let v6 = select(1f, 0f, v1);
          let v7 = max(v4, v6);
          let v10 = (v9 * v7);
          let v11 = (v10 * v10);
          s[0] += v11;
          let v12 = labelAt(at);
          let v13 = ((v12 & 1u) != 0u);
          let v14 = select(0f, 1f, v13);
          s[1] += v14;
          let v15 = select(0f, v10, v13);
          s[2] += v15;
          if (bitcast<u32>(v3) > 4286578687u) { atomicMax(&findings[1], bitcast<u32>(v3)); }
          if (v12 > 1u) { atomicMax(&findings[2], v12); }
        }"
    `);
    expect(gradient).toMatchInlineSnapshot(`
      "let place = at * CHANNELS;
          let v0 = logits[params.logitsBase + place];
          let v2 = abs(v0);
          let v3 = bitcast<f32>(bitcast<u32>(v2) | 0x80000000u);
          let v4 = expNegative(v3);
          let v8 = (v4 + 1f);
          let v9 = (1f / v8);
          let v1 = ((bitcast<u32>(v0) >> 31u) != 0u);
          let v6 = select(1f, 0f, v1);
          let v7 = max(v4, v6);
          let v10 = (v9 * v7);
          let v19 = (v10 * v18);
          let v12 = labelAt(at);
          let v13 = ((v12 & 1u) != 0u);
          let v17 = select(0f, v16, v13);
          let v20 = (v19 + v17);
          let v21 = (v9 * v4);
          let v22 = (v21 * v9);
          let v23 = (v20 * v22);
          gradient[params.gradientBase + place] = v23;
          if ((bitcast<u32>(v23) & 0x7fffffffu) > 2139095039u) { atomicMax(&findings[3], (bitcast<u32>(v23) & 0x7fffffffu)); }
        }

      }"
    `);
  });

  it("of classes goes over them as often as totals must be there first", () => {
    const [sums, gradient] = sweepsOf(dice(), [1, 256, 256, 3]);
    const loops = (text: string): number => text.split("for (var c").length - 1;
    expect([loops(sums), loops(gradient)]).toEqual([3, 5]);
    // The exponential is computed once for each class, and kept for the loops that follow.
    expect(sums.split("expNegative(").length - 1).toBe(1);
  });
});

describe("numbers in WGSL", () => {
  it("have the bits of single precision", () => {
    expect([0.1, -2, 1e-30, 0].map(literal)).toEqual([
      "0.10000000149011612f",
      "(-2f)",
      "1.0000000031710769e-30f",
      "0f",
    ]);
  });

  it("that are not finite come from bits, since a literal of them is an error", () => {
    expect([1e39, -1e39, Number.NaN].map(literal)).toEqual(["infinity()", "(-infinity())", "notANumber()"]);
  });
});

const LIMITS = {
  ...{ maxStorageBuffersPerShaderStage: 8, maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 },
  ...{ maxComputeWorkgroupsPerDimension: 65_535, maxComputeInvocationsPerWorkgroup: 256 },
  ...{
    maxComputeWorkgroupStorageSize: 16_384,
    minStorageBufferOffsetAlignment: 256,
    minUniformBufferOffsetAlignment: 256,
  },
};

describe("windows", () => {
  const windows = (shape: readonly number[], options = {}) => {
    const setting = readOptions({ shape, ...options });
    return windowsOf(setting, geometryOf(setting), 0, LIMITS);
  };

  it("one where the batch fits into a binding", () => {
    expect(windows([4, 512, 512, 21])).toHaveLength(1);
  });

  it("of whole images where it does not", () => {
    const made = windows([8, 1024, 1024, 21]);
    expect(made.map(({ firstImage, images }) => [firstImage, images])).toEqual(
      Array.from({ length: 8 }, (_, image) => [image, 1]),
    );
  });

  it("of chunks of an image that is larger than a binding", () => {
    const made = windows([1, 512, 512, 256, 1]);
    expect(made).toHaveLength(3);
    expect(made.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(2 ** 26);
    expect(made.every(({ firstPixel, firstChunk }) => firstPixel === firstChunk * 16_384)).toBe(true);
  });

  it("images of more than 65535", () => {
    expect(windows([70_000, 1, 1, 1]).map(({ images }) => images)).toEqual([65_535, 4465]);
  });
});
