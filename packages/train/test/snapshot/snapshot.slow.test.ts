import {
  adam,
  cosine,
  decodeSnapshot,
  encodeSnapshot,
  nodeRuntime,
  type Optimizer,
  sgd,
  type Trainer,
  type TrainerOptions,
  trainer,
  unet,
} from "@segloss/train";
import { afterEach, describe, expect, it } from "vitest";
import { crc32 } from "../../src/snapshot/crc32.ts";
import { discs } from "../discs.ts";
import { crossEntropyAndDice, splitCrossEntropyAndDice } from "../losses.ts";

const open: Trainer[] = [];
afterEach(async () => {
  for (const made of open.splice(0)) await made.dispose();
});

const rate = cosine({ rate: 1e-2, steps: 12 });

async function make(options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  const made = await trainer({
    runtime: nodeRuntime(),
    network: unet({ depth: 2, width: 4, normalization: "group" }),
    loss: crossEntropyAndDice,
    batchShape: [2, 16, 16],
    optimizer: adam({ rate }),
    ...options,
  });
  open.push(made);
  return made;
}

async function train(made: Trainer, from: number, to: number) {
  const reports = [];
  for (let step = from; step < to; step++) reports.push(await made.step(discs(2, 16, step)));
  return reports;
}

describe("a training goes on from a snapshot with the very same numbers", () => {
  const optimizers: Readonly<Record<string, Optimizer>> = {
    adam: adam({ rate, weightDecay: 0.01 }),
    sgd: sgd({ rate, momentum: 0.9 }),
  };
  it.each(Object.entries(optimizers))("%s", async (_, optimizer) => {
    const whole = await make({ optimizer });
    const reports = await train(whole, 0, 12);
    const first = await make({ optimizer });
    await train(first, 0, 6);
    const bytes = encodeSnapshot(await first.snapshot(), { crops: 6 });
    // What comes after the snapshot leaves it alone.
    await train(first, 6, 7);
    const { snapshot, metadata } = decodeSnapshot(bytes);
    expect(metadata).toEqual({ crops: 6 });
    const second = await make({ optimizer, snapshot });
    expect(await train(second, 6, 12)).toEqual(reports.slice(6));
    expect(await second.snapshot()).toEqual(await whole.snapshot());
    expect(await second.save()).toEqual(await whole.save());
    expect(encodeSnapshot(snapshot, metadata)).toEqual(bytes);
  });

  it("with the loss beside the graph", async () => {
    const options = { loss: splitCrossEntropyAndDice };
    const whole = await make(options);
    const reports = await train(whole, 0, 6);
    const first = await make(options);
    await train(first, 0, 3);
    const second = await make({ ...options, snapshot: await first.snapshot() });
    expect(await train(second, 3, 6)).toEqual(reports.slice(3));
  });
});

describe("what is refused", () => {
  const bytes = async () => encodeSnapshot(await (await make()).snapshot());

  it("a snapshot of another network, with the first parameter that differs", async () => {
    const snapshot = await (await make()).snapshot();
    await expect(make({ snapshot, network: unet({ depth: 2, width: 5 }) })).rejects.toThrow(
      /of another network: its parameter 1 is encoder\.0\.first\.weight \[4,1,3,3\], the network's encoder\.0\.first\.weight \[5,1,3,3\]/,
    );
  });
  it("another optimizer's", async () => {
    const snapshot = await (await make()).snapshot();
    await expect(make({ snapshot, optimizer: sgd() })).rejects.toThrow(
      /the optimizer's vectors mean, square, the optimizer carries direction: use the optimizer/,
    );
  });
  it("two beginnings", async () => {
    const made = await make();
    await expect(
      make({ snapshot: await made.snapshot(), parameters: await made.parameters() }),
    ).rejects.toThrow(/snapshot and parameters are two beginnings/);
  });
  it("a damaged file: any byte that is changed, any end that is missing", async () => {
    const whole = await bytes();
    const places = Array.from({ length: 60 }, (_, k) => Math.floor((k * (whole.length - 1)) / 59));
    for (const at of places) {
      const damaged = whole.slice();
      damaged[at] ^= 16;
      expect(() => decodeSnapshot(damaged)).toThrow(
        /^(The snapshot is damaged or cut short|Not a snapshot|The snapshot has version)/,
      );
      expect(() => decodeSnapshot(whole.subarray(0, at))).toThrow(/damaged or cut short|Not a snapshot/);
    }
  });
  it("a later version, and what is no snapshot", async () => {
    const later = await bytes();
    later[8] = 2;
    expect(() => decodeSnapshot(later)).toThrow(/version 2; this build of segloss reads 1/);
    expect(() => decodeSnapshot(new Uint8Array(64))).toThrow(/Not a snapshot of a training/);
  });
  it("metadata that JSON would change", async () => {
    const snapshot = await (await make()).snapshot();
    expect(() => encodeSnapshot(snapshot, { a: Number.NaN })).toThrow(/metadata must be JSON data/);
  });
});

it("the checksum is CRC-32: its check value in the catalogue of Greg Cook is cbf43926", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});
