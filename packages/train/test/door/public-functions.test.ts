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

  it("takes a loss, its text, and what graphLoss makes of it", async () => {
    for (const loss of [dice(), "dice", "dice + 0.5*focal(gamma=1)", train.graphLoss(dice(), { classes: 3 })])
      await expect(trainer(loss)).resolves.toBeDefined();
  });

  it("says what a loss is, and what of it does not fit", async () => {
    await expect(trainer(dice)).rejects.toThrow(
      /^trainer: loss must be a loss such as dice\(\), its text such as "dice \+ crossEntropy", or what graphLoss or splitLoss gives, got/,
    );
    await expect(trainer("tverski")).rejects.toThrow(/tversky/);
    await expect(trainer("dice(classWeights=[1, 2])")).rejects.toThrow(/classWeights/);
  });

  it("has the link that it is given, which a loss that has its own does not take", async () => {
    const network = unet({ depth: 2, classes: 3 });
    const options = { runtime, network, batchShape: [1, 2, 2], link: "sigmoid", targets: "values" } as const;
    await expect(train.trainer({ ...options, loss: dice() })).resolves.toBeDefined();
    const made = train.graphLoss(dice(), { classes: 3 });
    await expect(train.trainer({ ...options, loss: made })).rejects.toThrow(
      /^trainer: the link \("sigmoid"\) belongs to the loss that graphLoss or splitLoss made/,
    );
  });

  it("compares the classes of network and loss", async () => {
    await expect(trainer(train.graphLoss(dice(), { classes: 2 }))).rejects.toThrow(
      /^The network has 3 logits a pixel, the loss is made for 2: make it with \{ classes: network\.classes \}/,
    );
    await expect(trainer(train.graphLoss(dice(), { classes: 3 }))).resolves.toBeDefined();
  });
});
