import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dice } from "segloss";
import { webgpu } from "segloss/webgpu";
import { beforeAll, describe, expect, it } from "vitest";
import { DATA_USAGE, timeGpu } from "../../src/bench/gpu/time-gpu.ts";
import { encodeNpy } from "../../src/data/index.ts";
import { findGpuPackage, openGpu } from "../../src/options/open-gpu.ts";
import { call } from "./fake-io.ts";

beforeAll(() => {
  const script = fileURLToPath(new URL("../../../../scripts/ensure-vulkan.mjs", import.meta.url));
  const driver = execFileSync(process.execPath, [script]).toString().trim();
  Object.assign(process.env, { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver });
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
});

describe("segloss bench --engine webgpu", () => {
  it("prints bytes a second beside what the adapter copies, and says that there is no GPU", async () => {
    const { code, out, said } = await call(
      "bench",
      "--engine",
      "webgpu",
      "--only",
      "dice per",
      "--seconds",
      "1",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^SwiftShader.*; copies [\d.]+ GB\/s; timed by timestamps of the device$/m);
    expect(out).toMatch(/^no GPU: a driver that computes on the processor/m);
    expect(out).toMatch(/^Dice per image, 1x128x128x1 +[\d.]+ +[\d.]+ +\d+ %$/m);
    expect(said).toEqual(["1 of 1: Dice per image"]);
  });

  it("prints one JSON object, with what each sweep has to read", async () => {
    const { out } = await call("bench", "--engine", "webgpu", "--only", "BCE", "--seconds", "1", "--json");
    const { rows, isProcessor, copyBytesPerSecond } = JSON.parse(out);
    const [bce] = rows;
    // One sweep: logits and labels are read, the gradient is written.
    expect(bce).toMatchObject({ name: "BCE", bytes: 128 * 128 * (4 + 1 + 4), agrees: true });
    expect(bce.shareOfCopy).toBeCloseTo(bce.bytesPerSecond / copyBytesPerSecond, 9);
    expect(isProcessor).toBe(true);
  });

  it("lets eval compute on it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "segloss-"));
    const [z, y] = [join(folder, "z.npy"), join(folder, "y.npy")];
    await writeFile(z, encodeNpy({ data: Float32Array.of(0, 2, -1, 3), shape: [1, 2, 2, 1] }));
    await writeFile(y, encodeNpy({ data: Uint8Array.of(1, 1, 0, 0), shape: [1, 2, 2] }));
    const evaluate = async (engine: string) => {
      const args = ["dice + lovasz", "--logits", z, "--targets", y, "--engine", engine, "--json"];
      return JSON.parse((await call("eval", ...args)).out);
    };
    const [fast, exact] = [await evaluate("webgpu"), await evaluate("reference")];
    expect(fast.engine).toBe("webgpu");
    expect(Math.abs(fast.value / exact.value - 1)).toBeLessThan(1e-6);
    expect(Math.abs(fast.gradientNorm / exact.gradientNorm - 1)).toBeLessThan(1e-5);
    await writeFile(y, encodeNpy({ data: Uint8Array.of(1, 7, 0, 0), shape: [1, 2, 2] }));
    const wrong = await call("eval", "dice", "--logits", z, "--targets", y, "--engine", "webgpu");
    expect([wrong.code, wrong.said.join()]).toEqual([1, expect.stringMatching(/got 7 at index 1/)]);
  });

  it("does not time what the device refuses", async () => {
    const { device, hasTimestamps, keep } = await openGpu();
    const step = await webgpu({ device }).compile(dice(), { shape: [1, 8, 8, 1] });
    const logits = device.createBuffer({ size: 256, usage: DATA_USAGE });
    logits.destroy();
    const inputs = { logits, targets: new Uint8Array(64) };
    for (const byTimestamps of [hasTimestamps, false])
      await expect(
        timeGpu(device, (timing) => step.submit(inputs, timing).accepted, 2, byTimestamps),
      ).rejects.toThrow(/^The device refuses logits: /);
    expect(keep).toBeDefined();
  });

  it("says what to install where there is no WebGPU", () => {
    expect(() => findGpuPackage(["/nowhere/package.json"])).toThrow(
      "--engine webgpu needs WebGPU, which this Node does not have: npm install webgpu (Dawn, the WebGPU of Chromium)",
    );
  });
});
