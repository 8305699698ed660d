// Value and gradient of losses on the wasm engine, beside PyTorch eager on the same cores when a Python with torch is
// found (SEGLOSS_PYTHON, or python3): ratios of medians, rounds interleaved in one run.
//
//     npm run build && node packages/segloss/bench/wasm.mjs [--threads 2] [--rounds 6] [--only lovasz]
//
// Inputs are seeded. The value of both sides is printed as a check sum: they compute the same thing.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { wasm } from "../dist/engines/wasm/wasm.js";
import { parseLoss } from "../dist/index.js";

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} loss
 * @property {number[]} shape
 * @property {"channels-last" | "channels-first"} [layout]
 * @property {string} torch formula in wasm-torch.py
 * @property {number} [margin] how well trained: 0 is not at all
 */

const IMAGES = [8, 512, 512, 1];
const CLASSES_LAST = [4, 256, 256, 21];
const CLASSES_FIRST = [4, 21, 256, 256];

/** @type {Row[]} */
const ROWS = [
  { name: "BCE 8x512x512", loss: "crossEntropy", shape: IMAGES, torch: "bce", margin: 1.2 },
  { name: "BCE 4096x4096", loss: "crossEntropy", shape: [1, 4096, 4096, 1], torch: "bce", margin: 1.2 },
  { name: "BCE 64x64", loss: "crossEntropy", shape: [1, 64, 64, 1], torch: "bce", margin: 1.2 },
  { name: "focal", loss: "focal", shape: IMAGES, torch: "focal", margin: 1.2 },
  { name: "Dice per image", loss: "dice(squared=false)", shape: IMAGES, torch: "dice", margin: 1.2 },
  { name: "Dice 64x64", loss: "dice(squared=false)", shape: [1, 64, 64, 1], torch: "dice", margin: 1.2 },
  {
    name: "Dice + BCE",
    loss: "dice(squared=false) + crossEntropy",
    shape: IMAGES,
    torch: "dice + bce",
    margin: 1.2,
  },
  { name: "CE 21, last", loss: "crossEntropy", shape: CLASSES_LAST, torch: "cross entropy" },
  {
    name: "CE 21, first",
    loss: "crossEntropy",
    shape: CLASSES_FIRST,
    layout: "channels-first",
    torch: "cross entropy",
  },
  {
    name: "Dice 21, first",
    loss: "dice(squared=false)",
    shape: CLASSES_FIRST,
    layout: "channels-first",
    torch: "dice of classes",
  },
  {
    name: "Lovász hinge, untrained",
    loss: "lovaszHinge(over=batch)",
    shape: IMAGES,
    torch: "lovasz hinge",
    margin: 0,
  },
  {
    name: "Lovász hinge, mid",
    loss: "lovaszHinge(over=batch)",
    shape: IMAGES,
    torch: "lovasz hinge",
    margin: 2,
  },
  {
    name: "Lovász hinge, trained",
    loss: "lovaszHinge(over=batch)",
    shape: IMAGES,
    torch: "lovasz hinge",
    margin: 4,
  },
  {
    name: "Lovász softmax 21",
    loss: "lovasz",
    shape: CLASSES_FIRST,
    layout: "channels-first",
    torch: "lovasz softmax",
  },
];

const { values: options } = parseArgs({
  options: {
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "6" },
    only: { type: "string", default: "" },
  },
});

/** @param {number} seed */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {number[]} list */
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** A Python process that answers one line for each line; null when there is none with torch. @param {number} threads */
async function startTorch(threads) {
  const script = fileURLToPath(new URL("./wasm-torch.py", import.meta.url));
  const child = spawn(process.env.SEGLOSS_PYTHON ?? "python3", [script, String(threads)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) return null;
  return {
    version: JSON.parse(first.value).version,
    /** @param {object} request */
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return /** @type {{ ms: number[], value: number }} */ (JSON.parse((await lines.next()).value));
    },
    stop: () => child.stdin.end(),
  };
}

/** Fills the arrays of a step. @param {import("../src/engines/wasm/wasm.ts").StepArrays} arrays @param {Row} row */
function fill({ logits, targets }, { shape, layout, margin = 0 }) {
  const random = seeded(11);
  const channels = layout === "channels-first" ? shape[1] : shape[shape.length - 1];
  for (let i = 0; i < targets.length; i++) targets[i] = Math.floor(random() * Math.max(2, channels));
  for (let i = 0; i < logits.length; i++) {
    const noise = 2 * (random() + random() + random() - 1.5);
    logits[i] = channels === 1 ? margin * (2 * targets[i] - 1) + noise : 3 * noise;
  }
}

const threads = Number(options.threads);
const engine = await wasm({ threads });
const torch = await startTorch(threads);
const folder = mkdtempSync(join(tmpdir(), "segloss-bench-"));
console.log(
  `node ${process.version}, ${engine.threads} threads, relaxed SIMD ${engine.relaxed ? "on" : "off"}, torch ${torch?.version ?? "not found"}`,
);
console.log("median (least to most) in ms; ratio of medians, larger is better for segloss");
for (const row of ROWS.filter(({ name }) => name.toLowerCase().includes(options.only.toLowerCase())))
  await bench(row);
torch?.stop();
engine.dispose();
rmSync(folder, { recursive: true });

/** @param {Row} row */
async function bench(row) {
  const { shape, layout = "channels-last" } = row;
  const step = engine.compile(parseLoss(row.loss), { shape, layout });
  const arrays = step.arrays();
  fill(arrays, row);
  const files = { logits: join(folder, "logits"), targets: join(folder, "targets") };
  writeFileSync(
    files.logits,
    new Uint8Array(arrays.logits.buffer, arrays.logits.byteOffset, arrays.logits.byteLength),
  );
  writeFileSync(
    files.targets,
    new Uint8Array(arrays.targets.buffer, arrays.targets.byteOffset, arrays.targets.byteLength),
  );
  const runs = arrays.logits.length < 1e5 ? 200 : 2;
  const request = { name: row.name, torch: row.torch, shape, layout, runs, ...files };
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const theirs = [];
  let value = 0;
  let other = Number.NaN;
  const runOurs = () => {
    for (let i = 0; i < runs; i++) {
      const start = performance.now();
      value = step.run(arrays);
      ours.push(performance.now() - start);
    }
  };
  const runTheirs = async () => {
    if (!torch) return;
    const answer = await torch.ask(request);
    theirs.push(...answer.ms);
    other = answer.value;
  };
  runOurs();
  await runTheirs();
  ours.length = theirs.length = 0;
  for (let round = 0; round < Number(options.rounds); round++) {
    if (round % 2 === 0) runOurs();
    await runTheirs();
    if (round % 2 === 1) runOurs();
  }
  step.dispose();
  print(row.name, ours, theirs, value, other);
}

/** @param {string} name @param {number[]} ours @param {number[]} theirs @param {number} value @param {number} other */
function print(name, ours, theirs, value, other) {
  const text = (/** @type {number[]} */ ms) =>
    `${median(ms).toFixed(3)} (${Math.min(...ms).toFixed(3)} to ${Math.max(...ms).toFixed(3)})`;
  const beside =
    theirs.length === 0 ? "" : `  torch ${text(theirs)}  ${(median(theirs) / median(ours)).toFixed(1)}x`;
  const check =
    theirs.length === 0 ? value.toPrecision(8) : `${value.toPrecision(8)} / ${other.toPrecision(6)}`;
  console.log(`${name.padEnd(24)} ${text(ours)}${beside}  value ${check}`);
}
