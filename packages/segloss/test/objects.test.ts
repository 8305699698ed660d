import * as segloss from "segloss";
import * as objects from "segloss/objects";
import * as tfjs from "segloss/tfjs";
import { describe, expect, it } from "vitest";
import { FAKE_TENSORFLOW } from "./door/fake-tensorflow.ts";

const INPUTS = {
  logits: Float32Array.of(0.5, -1, 2, -0.25),
  targets: Uint8Array.of(1, 0, 1, 1),
  shape: [1, 2, 2, 1],
};
const OBJECT = segloss.dice({ squared: true });
const TEXT = "dice(squared=true)";

describe("functions of losses as objects alone", () => {
  it("give what the same functions give of the text", () => {
    expect(objects.evaluate(OBJECT, INPUTS)).toEqual(segloss.evaluate(TEXT, INPUTS));
    expect(objects.lossValues(OBJECT, INPUTS)).toEqual(segloss.lossValues(TEXT, INPUTS));
    const deep = { shapes: [INPUTS.shape, [1, 1, 1, 1]] };
    const run = { logits: [INPUTS.logits, Float32Array.of(0.1)], targets: INPUTS.targets };
    const [own, other] = [
      objects.deepSupervision(segloss.reference(), OBJECT, deep),
      segloss.deepSupervision(segloss.reference(), TEXT, deep),
    ];
    expect(own.run(run)).toBe(other.run(run));
    const [mine, theirs] = [objects.tfLoss(FAKE_TENSORFLOW, OBJECT), tfjs.tfLoss(FAKE_TENSORFLOW, TEXT)];
    expect(mine.toJSON()).toEqual(theirs.toJSON());
  });

  it("refuse text, and say how it is read", () => {
    const text = TEXT as unknown as segloss.Loss;
    const calls = [
      () => objects.evaluate(text, INPUTS),
      () => objects.lossValues(text, INPUTS),
      () => objects.deepSupervision(segloss.reference(), text, { shapes: [INPUTS.shape] }),
      () => objects.tfLoss(FAKE_TENSORFLOW, text),
    ];
    for (const call of calls)
      expect(call).toThrow(
        'Expected a loss such as dice(), got text: read it first, parseLoss("dice(squared=true)").',
      );
  });
});
