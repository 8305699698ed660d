import { parseLoss, type WasmEngine } from "segloss";
import { CASES } from "./bench-case.ts";
import { benchData } from "./bench-data.ts";
import { timed } from "./contender.ts";
import { type Spread, spreadOf } from "./interleave.ts";
import { seglossContender } from "./segloss-contender.ts";

/** What a call costs when there is little to compute. */
export interface SmallCalls {
  /** Milliseconds of a Dice step of one 64x64 image, warm. */
  readonly dice64: Spread;
  /** Milliseconds of compiling and disposing of a loss, warm; the losses of the cases for binary masks and 21 classes. */
  readonly compile: readonly { readonly loss: string; readonly channels: number; readonly ms: number }[];
}

const RUNS = 4000;
const COMPILATIONS = 30;

/** Measures small calls on an engine with one thread. */
export async function smallCalls(engine: WasmEngine): Promise<SmallCalls> {
  const from = CASES.find(({ name }) => name === "Dice per image")!;
  const contender = seglossContender(engine, "wasm", from, benchData(from, { batch: 1, size: 64 }));
  await contender.checksum();
  await contender.visit(RUNS);
  const dice64 = spreadOf(await contender.visit(RUNS));
  contender.dispose();
  return { dice64, compile: distinct().map((one) => ({ ...one, ms: compileMs(engine, one) })) };
}

function distinct(): { loss: string; channels: number }[] {
  const known = new Map(CASES.map(({ loss, channels }) => [`${loss} ${channels}`, { loss, channels }]));
  return [...known.values()];
}

function compileMs(engine: WasmEngine, { loss, channels }: { loss: string; channels: number }): number {
  const parsed = parseLoss(loss);
  const shape = [1, 256, 256, channels];
  return spreadOf(timed(() => engine.compile(parsed, { shape }).dispose(), COMPILATIONS)).median;
}

/** Both as sentences. */
export function describeSmallCalls({ dice64, compile }: SmallCalls): string[] {
  const micro = (ms: number): string => (1000 * ms).toFixed(1);
  const slowest = compile.reduce((a, b) => (a.ms > b.ms ? a : b));
  const dice = compile.find(({ loss }) => loss.startsWith("dice"))!;
  return [
    `a Dice step of 64x64 on 1 thread: ${micro(dice64.median)} microseconds [${micro(dice64.fast)} .. ${micro(dice64.slow)}]`,
    `compiling a loss: ${dice.loss} ${dice.ms.toFixed(1)} ms; slowest of the table ${slowest.loss}` +
      ` of ${slowest.channels} channel${slowest.channels > 1 ? "s" : ""}, ${slowest.ms.toFixed(1)} ms`,
  ];
}
