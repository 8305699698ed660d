// node packages/studio/bench/one-copy.mjs [--rounds 200]: what losses that run on one picture could gain by sharing one input memory. Needs a build.
// The four losses of paint.mjs at 256 x 256 with value and gradient: each with its own copy of logits and labels in and of its gradient out, and each in
// place (`step.arrays()`), where nothing at all is copied: more than sharing could save, since it would still copy in once and out four times. Rounds of
// one run each, interleaved; least and median of each, in ms, and the ratio of the leasts.

import { parseArgs } from "node:util";
import { parseLoss, wasmSync } from "segloss";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "200" } } });
const LOSSES = ["crossEntropy", "tversky(alpha=0.3, beta=0.7)", "focal", "lovaszHinge"];
const SIZE = 256;
const shape = [1, SIZE, SIZE, 1];

const logits = Float32Array.from({ length: SIZE * SIZE }, (_, i) => 4 * Math.sin(12.9898 * i) - 3);
const targets = Uint8Array.from({ length: SIZE * SIZE }, (_, i) => Number(i % 97 < 2));
const copying = LOSSES.map((text) => {
  const step = wasmSync().compile(parseLoss(text), { shape });
  const gradient = new Float32Array(SIZE * SIZE);
  return () => step.run({ logits, targets, gradient });
});
const inPlace = LOSSES.map((text) => {
  const step = wasmSync().compile(parseLoss(text), { shape });
  const arrays = step.arrays();
  arrays.logits.set(logits);
  arrays.targets.set(targets);
  return () => step.run({ logits: arrays.logits, targets: arrays.targets, gradient: arrays.gradient });
});

/** @param {readonly (() => number)[]} runs */
function time(runs) {
  const start = performance.now();
  for (const run of runs) run();
  return performance.now() - start;
}

for (let i = 0; i < 50; i++) time(i % 2 ? copying : inPlace);
/** @type {number[]} */
const copied = [];
/** @type {number[]} */
const placed = [];
for (let round = 0; round < Number(values.rounds); round++) {
  copied.push(time(copying));
  placed.push(time(inPlace));
}
const median = (/** @type {readonly number[]} */ all) => [...all].sort((a, b) => a - b)[all.length >> 1];
for (const [name, all] of Object.entries({ copying: copied, "in place": placed }))
  console.log(`${name.padEnd(9)} least ${Math.min(...all).toFixed(3)}, median ${median(all).toFixed(3)} ms`);
console.log(`ratio of the leasts ${(Math.min(...placed) / Math.min(...copied)).toFixed(3)}`);
