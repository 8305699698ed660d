import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { nodeRuntime, trainer, unet } from "@segloss/train";
import { expect, it } from "vitest";
import { crossEntropyAndDice } from "../losses.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

it("a trainer keeps nothing of the predictions and copies that it has given away", async () => {
  const made = await trainer({
    runtime: nodeRuntime(),
    network: unet({ inputChannels: 1, classes: 1, width: 2, depth: 2 }),
    loss: crossEntropyAndDice,
    batchShape: [1, 8, 8],
  });
  const given: WeakRef<object>[] = [];
  for (let k = 0; k < 10; k++) {
    given.push(new WeakRef(await made.predict(new Float32Array(64))));
    given.push(new WeakRef((await made.snapshot()).parameters));
  }
  await setImmediate();
  collectGarbage();
  const alive = given.filter((one) => one.deref() !== undefined).length;
  // The newest may still stand on the stack of this function.
  expect(alive).toBeLessThanOrEqual(2);
  await made.dispose();
});
