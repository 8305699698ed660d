import * as train from "@segloss/train";
import { unet } from "@segloss/train";
import { dice } from "segloss";
import { describe, expect, it } from "vitest";
import { complaints } from "../../../segloss/test/door/complaints.ts";
import { VALID_CALLS } from "./valid-calls.ts";

it("every public function has a valid call here", () => {
  const functions = Object.entries(train).filter(([, value]) => typeof value === "function");
  const known = VALID_CALLS.map(({ name }) => name);
  expect(functions.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
});

describe("no public function takes a wrong kind, or raises an error of JavaScript for it", () => {
  it.each(VALID_CALLS.map((call) => [call.name, call] as const))("%s", async (_, call) => {
    expect(await complaints(call)).toEqual([]);
  });
});

describe("a trainer", () => {
  const runtime: train.Runtime = {
    name: "none",
    session: async () => ({ run: async () => {}, release: async () => {} }),
  };
  const trainer = (loss: unknown): Promise<unknown> =>
    train.trainer({
      runtime,
      network: unet({ depth: 2, classes: 3 }),
      loss: loss as train.TrainingLoss,
      batchShape: [1, 2, 2],
    });

  it("says what to make of the name of a loss", async () => {
    await expect(trainer("dice")).rejects.toThrow(
      /^trainer: loss must be what graphLoss or splitLoss gives, such as graphLoss\(dice\(\), \{ classes: 1 \}\), got "dice"/,
    );
  });

  it("compares the classes of network and loss", async () => {
    await expect(trainer(train.graphLoss(dice(), { classes: 2 }))).rejects.toThrow(
      /^The network has 3 logits a pixel, the loss is made for 2: make it with \{ classes: network\.classes \}/,
    );
    await expect(trainer(train.graphLoss(dice(), { classes: 3 }))).resolves.toBeDefined();
  });
});
