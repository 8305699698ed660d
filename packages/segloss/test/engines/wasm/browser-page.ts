import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { once, randomInputs } from "./steps.ts";

const SHAPE = [2, 160, 161, 1];
const page = globalThis as unknown as { crossOriginIsolated: boolean };

/** Runs the engine on two threads and says what came out. */
async function run(): Promise<object> {
  const engine = await wasm({ threads: 2 });
  const { value, gradient } = once(engine, "dice + crossEntropy", { shape: SHAPE }, randomInputs(SHAPE));
  const gradientSum = gradient.reduce((a, g) => a + Math.abs(g), 0);
  engine.dispose();
  return { threads: engine.threads, isolated: page.crossOriginIsolated, value, gradientSum };
}

const answer = await run().catch((error: Error) => ({ error: error.message }));
await fetch("/answer", { method: "POST", body: JSON.stringify(answer) });
