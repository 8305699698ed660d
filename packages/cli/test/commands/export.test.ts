import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { emptyTensor, floatTensor, nodeRuntime } from "@segloss/train";
import { evaluate, reference, signedDistance } from "segloss";
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

describe("distances are inputs", () => {
  const shape = [1, 1, 8, 8];
  const logits = wave(64, 0.3);
  const targets = Float32Array.from({ length: 64 }, (_, i) => Number(i % 8 > 2 && i > 20));
  const masks = { distance: targets, predictedDistance: logits.map((z) => Number(z > 0)) };

  it.each([
    ["boundary", ["distance"]],
    ["hausdorff", ["distance", "predictedDistance"]],
    ["dice + 0.1*boundary(spacing=[2,1])", ["distance"]],
  ])("%s", async (text, names) => {
    const path = join(await scratchFolder(), "loss.onnx");
    const { out } = await call("export", text, "-o", path, "--shape", shape.join(), "--json");
    const { inputs } = JSON.parse(out) as { inputs: { name: string; description: string }[] };
    expect(inputs.map(({ name }) => name)).toEqual(["logits", "targets", ...names]);
    for (const { name, description } of inputs.slice(2))
      expect(description).toMatch(
        name === "distance"
          ? /signed distance to the border of the class.*made from the targets.*no gradient/
          : /p > 1\/2.*made anew from every prediction.*no gradient/,
      );
    const spacing = text.includes("spacing") ? { spacing: [2, 1] } : {};
    const fields = names.map((name) => {
      const mask = Uint8Array.from(masks[name as keyof typeof masks]);
      return [name, Float32Array.from(signedDistance(mask, [8, 8], spacing))] as const;
    });
    const session = await nodeRuntime().session(await readFile(path), { threads: 1 });
    const [value, gradient] = [emptyTensor("float32", []), emptyTensor("float32", shape)];
    const feeds = [["logits", logits] as const, ["targets", targets] as const, ...fields];
    const tensors = feeds.map(([name, data]) => [name, floatTensor(data, shape)] as const);
    await session.run(Object.fromEntries(tensors), { value, gradient });
    await session.release();
    const settings = { engine: reference(), shape, layout: "channels-first" as const };
    const known = evaluate(text, { ...settings, logits, targets: Uint8Array.from(targets) });
    expectClose([value.data[0] as number], [known.value]);
    expectClose(gradient.data as Float32Array, known.gradient!);
  });
});

it("sizes that have names are those of each run", async () => {
  const path = join(await scratchFolder(), "any.onnx");
  const { out } = await call("export", "dice", "-o", path, "--shape", "N,1,H,W", "--json");
  expect(JSON.parse(out)).toMatchObject({ shape: ["N", 1, "H", "W"] });
  const session = await nodeRuntime().session(await readFile(path), { threads: 1 });
  for (const shape of [
    [1, 1, 5, 3],
    [3, 1, 17, 40],
  ]) {
    const count = shape.reduce((a, b) => a * b);
    const [logits, targets] = [
      wave(count, 1),
      Float32Array.from({ length: count }, (_, i) => Number(i % 3 === 0)),
    ];
    const [value, gradient] = [emptyTensor("float32", []), emptyTensor("float32", shape)];
    await session.run(
      { logits: floatTensor(logits, shape), targets: floatTensor(targets, shape) },
      { value, gradient },
    );
    const settings = { engine: reference(), shape, layout: "channels-first" as const };
    const known = evaluate("dice", { ...settings, logits, targets: Uint8Array.from(targets) });
    expectClose([value.data[0] as number], [known.value]);
    expectClose(gradient.data as Float32Array, known.gradient!);
  }
  await session.release();
});

describe("what is refused", () => {
  it("names and sizes that mean nothing", async () => {
    const shape = (text: string) => mistake("export", "dice", "-o", "x.onnx", "--shape", text);
    expect(await shape("N,C,H,W")).toMatch(
      /the second size is the classes, which need a number, such as N,3,H,W/,
    );
    expect(await shape("N,1,H*2,W")).toMatch(/Expected sizes such as 8,1,256,256, or names.*Got "H\*2"/);
    expect(await shape("8,1,0,256")).toMatch(/Got "0"/);
    expect(await shape("8,1,-4,256")).toMatch(/Got "-4"/);
    expect(await shape("N")).toMatch(/expected batch, classes and one to three sizes of space/);
  });
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
