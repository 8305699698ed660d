import { createHash } from "node:crypto";
import {
  type Loss,
  lovasz,
  lovaszHinge,
  parseLoss,
  softClDice,
  type WasmEngine,
  wasm,
  wasmSync,
} from "segloss";
import { expect, it } from "vitest";
import { emitUnfilter } from "../../../../io/src/png/emit-unfilter.ts";
import { encodeModule } from "../../../src/engines/wasm/asm/module.ts";
import { fieldModule } from "../../../src/engines/wasm/kernels/fields/field-module.ts";
import { emitDrawSums } from "../../../src/metrics/draw-kernel/emit-draw-sums.ts";
import { emitCountPairs, emitLabelBits } from "../../../src/metrics/pair-kernel/emit-count-pairs.ts";

// The bytes of the code that is written by hand, beside those of module-hashes.slow.test.ts: kernels of fields one by one, of
// files and metrics, and of what is compiled for several threads or for relaxed SIMD, which need not run here.

const FIELDS = [
  ...(["labelMask", "thresholdMask", "columnSteps", "middlePass", "lastPass", "columnCells"] as const),
  ...(["middleCells", "lastCells", "lastWeights", "components"] as const),
];

const host = globalThis as unknown as {
  WebAssembly: { Module: new (bytes: Uint8Array) => object; validate(bytes: Uint8Array): boolean };
};

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 12);
}

/** What is handed to the host while a loss is compiled; the host may refuse it. */
function modulesOf(engine: WasmEngine, loss: Loss, shape: readonly number[]): string {
  const { Module } = host.WebAssembly;
  const seen: string[] = [];
  host.WebAssembly.Module = class extends Module {
    constructor(bytes: Uint8Array) {
      seen.push(hashOf(bytes));
      super(bytes);
    }
  };
  try {
    const step = engine.compile(loss, { shape });
    step.warmUp(0);
    step.dispose();
  } catch (error) {
    if (!(error as Error).message.includes("WebAssembly.Module")) throw error;
  } finally {
    host.WebAssembly.Module = Module;
  }
  return seen.join(" ");
}

/** An engine that takes the host to have relaxed SIMD. */
function relaxedEngine(): WasmEngine {
  const { Module, validate } = host.WebAssembly;
  host.WebAssembly.validate = () => true;
  host.WebAssembly.Module = class {} as typeof Module;
  try {
    return wasmSync();
  } finally {
    Object.assign(host.WebAssembly, { Module, validate });
  }
}

it("the modules that are written by hand are what they were", async () => {
  const lines: string[] = [];
  for (const shared of [false, true])
    for (const name of FIELDS)
      lines.push(`fields ${name}${shared ? ", shared" : ""}: ${hashOf(fieldModule(name, 4096, shared))}`);
  const functions = {
    "rows of PNG": emitUnfilter(),
    "pairs of labels": emitCountPairs({ pairs: 64, table: 65536 }),
    "bits of labels": emitLabelBits(),
    "sums of draws": emitDrawSums({ scale: 64, sums: 128, table: 4096 }),
  };
  for (const [name, f] of Object.entries(functions))
    lines.push(`${name}: ${hashOf(encodeModule({ functions: new Map([["f", f]]), shared: false }))}`);
  const losses: [string, Loss, number[]][] = [
    ["lovasz", lovasz(), [2, 512, 512, 1]],
    ["lovasz", lovasz(), [1, 64, 64, 21]],
    ["lovaszHinge", lovaszHinge(), [1, 512, 512, 1]],
    ["hardest", parseLoss("topKCrossEntropy"), [2, 64, 65, 3]],
    ["softClDice", softClDice(), [2, 512, 512, 1]],
    ["softClDice", softClDice({ iterations: 3 }), [1, 96, 160, 90, 2]],
    ["dice + focal", parseLoss("dice + focal"), [2, 61, 61, 1]],
    ["dice + focal", parseLoss("dice + focal"), [2, 61, 61, 21]],
  ];
  const engines: [string, WasmEngine][] = [
    ["two threads", await wasm({ threads: 2, relaxed: false })],
    ["relaxed", relaxedEngine()],
  ];
  for (const [kind, engine] of engines)
    for (const [name, loss, shape] of losses)
      lines.push(`${kind} | ${name} ${shape.join("x")}: ${modulesOf(engine, loss, shape)}`);
  for (const [, engine] of engines) engine.dispose();
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("kernel-hashes.txt");
});
