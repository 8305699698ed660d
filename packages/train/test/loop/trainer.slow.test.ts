import {
  adam,
  nodeRuntime,
  sgd,
  type Trainer,
  type TrainerOptions,
  trainer,
  unet,
  webRuntime,
} from "@segloss/train";
import { afterEach, describe, expect, it } from "vitest";
import { discs } from "../discs.ts";
import { crossEntropyAndDice, softmaxCrossEntropy, splitCrossEntropyAndDice } from "../losses.ts";

const open: Trainer[] = [];
afterEach(async () => {
  for (const made of open.splice(0)) await made.dispose();
});

async function make(options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  const made = await trainer({
    runtime: nodeRuntime(),
    network: unet({ depth: 2, width: 4 }),
    loss: crossEntropyAndDice,
    batchShape: [2, 16, 16],
    optimizer: adam({ rate: 1e-2 }),
    ...options,
  });
  open.push(made);
  return made;
}

async function losses(
  made: Trainer,
  batch: Parameters<Trainer["step"]>[0],
  steps: number,
): Promise<number[]> {
  const values: number[] = [];
  for (let step = 0; step < steps; step++) values.push((await made.step(batch)).loss);
  return values;
}

const batch = discs(2, 16, 1);

describe("step", () => {
  it("lowers the loss and finds the discs", async () => {
    const made = await make();
    const values = await losses(made, batch, 150);
    expect(values.at(-1)).toBeLessThan(values[0] / 5);
    const logits = await made.predict(batch.images);
    const right = batch.targets.filter((target, at) => (logits[at] > 0 ? 1 : 0) === target).length;
    expect(right / batch.targets.length).toBeGreaterThan(0.97);
  });

  it("gives the same bits for the same seed on one thread", async () => {
    const [first, second] = [await make({ seed: 5 }), await make({ seed: 5 })];
    expect(await losses(first, batch, 10)).toEqual(await losses(second, batch, 10));
    expect(await first.parameters()).toEqual(await second.parameters());
  });

  it("starts elsewhere for another seed", async () => {
    const [first, second] = [await make({ seed: 1 }), await make({ seed: 2 })];
    expect((await first.step(batch)).loss).not.toBe((await second.step(batch)).loss);
  });

  it("goes the same way with the loss outside the graph", async () => {
    const whole = await losses(await make(), batch, 8);
    const split = await losses(await make({ loss: splitCrossEntropyAndDice }), batch, 8);
    whole.forEach((value, at) => {
      expect(Math.abs(split[at] / value - 1)).toBeLessThan(1e-5);
    });
  });

  it("goes the same way on WebAssembly", async () => {
    const native = await losses(await make(), batch, 8);
    const web = await losses(await make({ runtime: webRuntime() }), batch, 8);
    native.forEach((value, at) => {
      expect(Math.abs(web[at] / value - 1)).toBeLessThan(1e-5);
    });
  });

  it("takes one-hot values as it takes indices", async () => {
    const values = Float32Array.from(batch.targets);
    const soft = await make({ targets: "values" });
    expect(await losses(soft, { ...batch, targets: values }, 3)).toEqual(
      await losses(await make(), batch, 3),
    );
  });

  it("reports a diverged loss and does not throw", async () => {
    const made = await make({ optimizer: sgd({ rate: 1e30, momentum: 0 }) });
    const reports = [];
    for (let step = 0; step < 4; step++) reports.push(await made.step(batch));
    expect(reports[0]).toMatchObject({ step: 1, finite: true, rate: 1e30 });
    expect(reports.some((report) => !report.finite && !Number.isFinite(report.loss))).toBe(true);
  });
});

describe("several classes", () => {
  const network = unet({ depth: 2, width: 4, classes: 3, inputChannels: 2 });
  const options = { network, loss: softmaxCrossEntropy, batchShape: [1, 4, 4] as const };
  const images = Float32Array.from({ length: 32 }, (_, at) => Math.sin(at));
  const targets = Uint8Array.from({ length: 16 }, (_, at) => at % 3);

  it("start near log K", async () => {
    const report = await (await make(options)).step({ images: images.map((v) => v / 100), targets });
    expect(Math.abs(report.loss - Math.log(3))).toBeLessThan(0.05);
  });

  it("are not influenced by ignored pixels", async () => {
    const valid = Uint8Array.from(targets, (_, at) => (at < 5 ? 0 : 1));
    const other = targets.map((target, at) => (at < 5 ? 255 : target));
    const [first, second] = [await make(options), await make(options)];
    const seen = await losses(first, { images, targets, valid }, 3);
    expect(await losses(second, { images, targets: other, valid }, 3)).toEqual(seen);
    expect(await losses(await make(options), { images, targets }, 3)).not.toEqual(seen);
  });
});

describe("the normalization", () => {
  it("equals scaling the images beforehand", async () => {
    const raw = batch.images.map((value) => value * 64 + 32);
    const made = await make({ normalization: { mean: [32], deviation: [64] } });
    const plain = await losses(await make(), batch, 3);
    const scaled = await losses(made, { ...batch, images: raw }, 3);
    plain.forEach((value, at) => {
      expect(Math.abs(scaled[at] / value - 1)).toBeLessThan(1e-5);
    });
  });
});

describe("what is refused at the door", () => {
  const refuse = (change: Partial<Parameters<Trainer["step"]>[0]>, options: Partial<TrainerOptions> = {}) =>
    make(options).then((made) => made.step({ ...batch, ...change }));

  it("images of another size", async () => {
    await expect(refuse({ images: new Float32Array(3) })).rejects.toThrow(
      /\[2,1,16,16\] need 512 values; got 3/,
    );
  });
  it("images that are not finite", async () => {
    const images = batch.images.slice();
    images[7] = Number.NaN;
    await expect(refuse({ images })).rejects.toThrow(/must be finite; got NaN at index 7/);
  });
  it("class indices out of range", async () => {
    const targets = batch.targets.slice();
    targets[3] = 9;
    await expect(refuse({ targets })).rejects.toThrow(/below 2; got 9 at index 3.*valid/);
  });
  it("targets of the other kind", async () => {
    await expect(refuse({ targets: new Float32Array(512) })).rejects.toThrow(/targets: "values"/);
    await expect(refuse({}, { targets: "values" })).rejects.toThrow(/must be a Float32Array; got Uint8Array/);
  });
  it("ignored pixels for a loss that cannot ignore", async () => {
    await expect(refuse({ valid: new Uint8Array(512) })).rejects.toThrow(/cannot ignore pixels/);
  });
  it("a step while another is running", async () => {
    const made = await make();
    const first = made.step(batch);
    await expect(made.step(batch)).rejects.toThrow(/still running/);
    expect((await first).step).toBe(1);
    expect((await made.step(batch)).step).toBe(2);
  });
  it("a missing map", async () => {
    const loss = { ...crossEntropyAndDice, inputs: [{ name: "d1", channels: 1 }] };
    await expect(refuse({}, { loss })).rejects.toThrow(/reads the map "d1" \[2,1,16,16\]/);
  });
  it("a size that the network cannot halve", async () => {
    await expect(make({ batchShape: [1, 15, 16] })).rejects.toThrow(/multiples of 2.*got 15x16/);
  });
  it("class names that do not match the logits", async () => {
    await expect(make({ classNames: ["a", "b"] })).rejects.toThrow(/1 logits; got 2 class names/);
  });
});
