import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { emptyTensor, floatTensor, nodeRuntime } from "@segloss/train";
import { evaluate, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../data/scratch-folder.ts";
import { call, mistake } from "./fake-io.ts";

const size = 6;
const batch = 2;

/** Deterministic numbers in [-3, 3]. */
const wave = (count: number, phase: number) =>
  Float32Array.from({ length: count }, (_, i) => 3 * Math.sin(1.7 * i + phase));

async function runModel(path: string, channels: number, inputs: Record<string, Float32Array>) {
  const session = await nodeRuntime().session(await readFile(path), { threads: 1 });
  const shape = [batch, channels, size, size];
  const value = emptyTensor("float32", []);
  const gradient = emptyTensor("float32", shape);
  const tensors = Object.entries(inputs).map(([name, data]) => {
    const perPixel = data.length === batch * size * size && channels > 1;
    return [
      name,
      floatTensor(data, perPixel || name === "weights" ? [batch, 1, size, size] : shape),
    ] as const;
  });
  await session.run(Object.fromEntries(tensors), { value, gradient });
  await session.release();
  return { value: value.data[0] as number, gradient: gradient.data as Float32Array };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  const scale = Math.max(...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(actual[i] - expected[i])).toBeLessThanOrEqual(2e-6 * (scale + Math.abs(expected[i])));
}

describe("the model agrees with the reference engine", () => {
  const losses = ["dice", "focal", "lovasz", "tversky(alpha=0.3, beta=0.7)", "dice + 0.5*crossEntropy"];
  for (const channels of [1, 3]) {
    it.each(losses)(`%s, ${channels} channels, weighted`, async (loss) => {
      const path = join(await scratchFolder(), "loss.onnx");
      const shape = [batch, channels, size, size];
      const args = ["export", loss, "-o", path, "--shape", shape.join(","), "--weights", "--json"];
      const { code, out } = await call(...args);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ shape, weights: true, valid: false });
      const pixels = batch * size * size;
      const labels = Uint8Array.from({ length: pixels }, (_, i) => (i * 7) % Math.max(2, channels));
      const targets = Float32Array.from({ length: pixels * channels }, (_, i) => {
        const image = Math.floor(i / (channels * size * size));
        const label = labels[image * size * size + (i % (size * size))];
        return channels === 1 ? label : Number(label === Math.floor(i / (size * size)) % channels);
      });
      const [logits, weights] = [wave(pixels * channels, 0.3), wave(pixels, 1).map(Math.abs)];
      const found = await runModel(path, channels, { logits, targets, weights });
      const known = evaluate(loss, {
        engine: reference(),
        logits,
        targets: labels,
        weights,
        shape,
        layout: "channels-first",
      });
      expectClose([found.value], [known.value]);
      expectClose(found.gradient, known.gradient!);
    });
  }
});

describe("what is refused", () => {
  it("shapes and channels that make no sense", async () => {
    expect(await mistake("export", "dice", "-o", "x.onnx", "--shape", "3,4")).toMatch(
      /expected batch, classes and/,
    );
    expect(await mistake("export", "dice", "-o", "x.onnx", "--shape", "1,2,8,8", "--channels", "3")).toMatch(
      /disagree.*give one of both/,
    );
    expect(await mistake("export", "dice", "-o", "x.onnx", "--channels", "1", "--link", "softmax")).toMatch(
      /softmax of one class is always 1/,
    );
  });
  it("a folder that does not exist", async () => {
    for (const loss of ["hausdorff", "dice + boundary"])
      expect(await mistake("export", loss, "-o", "x.onnx")).toMatch(
        /(hausdorff|dice \+ boundary) cannot be an ONNX model: it reads distances to the borders.*Use an engine/,
      );
    expect(await mistake("export", "dice", "-o", await scratchFolder())).toMatch(
      /-o .*: expected a file to write, got a folder; add a name to it/,
    );
    expect(await mistake("export", "dice", "-o", join(await scratchFolder(), "no", "x.onnx"))).toMatch(
      /-o .*x\.onnx: there is no folder .*no to write it in; make the folder, or choose another place/,
    );
    expect(await mistake("export", "dice", "-o", "loss.pb")).toMatch(
      /what is written is \.onnx; name the file so/,
    );
  });
});
