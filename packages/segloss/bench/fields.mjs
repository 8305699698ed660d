// Distance maps on the wasm engine, beside scipy, OpenCV and PyTorch on the same cores when a Python with scipy is found
// (SEGLOSS_PYTHON, or python3): ratios of medians, rounds interleaved in one run.
//
//     npm run build && node packages/segloss/bench/fields.mjs [--threads 2] [--rounds 5] [--only hausdorff]
//
// Inputs are seeded. The sum of the result of both sides is printed: they compute the same thing.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseLoss, wasm } from "../dist/index.js";
import { startPython } from "./python.mjs";

/** @typedef {{ [name: string]: Uint8Array | Uint16Array | Float32Array }} Data */

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {number[]} shape
 * @property {() => Data} make inputs
 * @property {(data: Data, shape: number[]) => () => number} ours runs once and gives the sum of the result
 * @property {string[]} peers names in fields-peers.py
 * @property {number} runs of ours in a round
 */

const { values: options } = parseArgs({
  options: {
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
  },
});
const threads = Number(options.threads);
const engine = await wasm({ threads });

const IMAGE = [512, 512];
const VOLUME = [181, 217, 181];
const BATCH = [8, 512, 512];

/** @type {Row[]} */
const ROWS = [
  {
    name: "U-Net weights 512x512, 200 cells",
    shape: IMAGE,
    make: () => ({ labels: cells(200) }),
    ours: ({ labels }, shape) => {
      const output = new Float32Array(labels.length);
      return () => sum(engine.fields.unetWeights(/** @type {Uint16Array} */ (labels), shape, { output }));
    },
    peers: ["unet scipy"],
    runs: 20,
  },
  {
    name: "signed distance 512x512",
    shape: IMAGE,
    make: () => ({ mask: maskOf(cells(200)) }),
    ours: signed,
    peers: ["signed scipy", "signed opencv"],
    runs: 20,
  },
  {
    name: "distance 512x512",
    shape: IMAGE,
    make: () => ({ mask: maskOf(cells(200)) }),
    ours: distance,
    peers: ["distance scipy"],
    runs: 20,
  },
  {
    name: "components 512x512",
    shape: IMAGE,
    make: () => ({ mask: maskOf(cells(200)) }),
    ours: ({ mask }, shape) => {
      return () => sum(engine.fields.connectedComponents(/** @type {Uint8Array} */ (mask), shape).labels);
    },
    peers: ["components scipy"],
    runs: 20,
  },
  {
    name: "signed distance 181x217x181",
    shape: VOLUME,
    make: () => ({ mask: head() }),
    ours: signed,
    peers: ["signed scipy"],
    runs: 2,
  },
  {
    name: "HausdorffDT 8x1x512x512, gradient",
    shape: BATCH,
    make: hausdorffInputs,
    ours: ({ logits, labels }, shape) => {
      const step = engine.compile(parseLoss("hausdorff"), { shape: [...shape, 1] });
      const arrays = step.arrays();
      arrays.logits.set(logits);
      arrays.targets.set(labels);
      return () => step.run(arrays);
    },
    peers: ["hausdorff scipy + torch"],
    runs: 4,
  },
];

/** @param {number} seed */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Ellipses with labels from 1, many of them touching, in an image of 512 x 512. @param {number} count */
function cells(count, seed = 1) {
  const random = seeded(seed);
  const [height, width] = IMAGE;
  const labels = new Uint16Array(height * width);
  for (let label = 1; label <= count; label++) {
    const [cy, cx] = [random() * height, random() * width];
    const [a, b, turn] = [8 + 8 * random(), 8 + 8 * random(), Math.PI * random()];
    for (let y = Math.max(0, Math.ceil(cy - 16)); y < Math.min(height, cy + 16); y++)
      for (let x = Math.max(0, Math.ceil(cx - 16)); x < Math.min(width, cx + 16); x++) {
        const u = (x - cx) * Math.cos(turn) + (y - cy) * Math.sin(turn);
        const v = (y - cy) * Math.cos(turn) - (x - cx) * Math.sin(turn);
        const at = y * width + x;
        if ((u / a) ** 2 + (v / b) ** 2 <= 1 && labels[at] === 0) labels[at] = label;
      }
  }
  return labels;
}

/** @param {Uint16Array} labels */
const maskOf = (labels) => Uint8Array.from(labels, (label) => (label > 0 ? 1 : 0));

/** A brain-sized ellipsoid with two holes. */
function head() {
  const [depth, height, width] = VOLUME;
  const mask = new Uint8Array(depth * height * width);
  for (let z = 0, i = 0; z < depth; z++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) {
        const inside = Math.hypot((z - 90) / 75, (y - 108) / 90, (x - 90) / 70) < 1;
        const hole = Math.hypot(z - 80, y - 100, x - 75) < 12 || Math.hypot(z - 80, y - 100, x - 106) < 12;
        mask[i] = inside && !hole ? 1 : 0;
      }
  return mask;
}

/** Cells as truth, blurred ones a few pixels beside them as prediction. */
function hausdorffInputs() {
  const random = seeded(7);
  const [batch, height, width] = BATCH;
  const labels = new Uint8Array(batch * height * width);
  const logits = new Float32Array(labels.length);
  for (let n = 0; n < batch; n++) {
    const mask = maskOf(cells(200, n + 1));
    labels.set(mask, n * mask.length);
    for (let i = 0; i < mask.length; i++) {
      const beside = mask[Math.min(mask.length - 1, i + 3 * width + 2)];
      logits[n * mask.length + i] = 4 * beside - 2 + 2 * random() - 1;
    }
  }
  return { labels, logits };
}

/** @type {Row["ours"]} */
function signed({ mask }, shape) {
  const output = new Float32Array(mask.length);
  return () => sum(engine.fields.signedDistance(/** @type {Uint8Array} */ (mask), shape, { output }));
}

/** @type {Row["ours"]} */
function distance({ mask }, shape) {
  const output = new Float32Array(mask.length);
  return () => sum(engine.fields.distanceTransform(/** @type {Uint8Array} */ (mask), shape, { output }));
}

/** What a run gives is added up outside the time. @param {ArrayLike<number>} values */
function sum(values) {
  last = values;
  return Number.NaN;
}

/** @type {ArrayLike<number>} */
let last = [];

/** @param {number} value */
function checkSum(value) {
  if (!Number.isNaN(value)) return value;
  let total = 0;
  for (let i = 0; i < last.length; i++) total += last[i];
  return total;
}

/** @param {number[]} list */
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

const folder = mkdtempSync(join(tmpdir(), "segloss-bench-"));
console.log(
  `node ${process.version}, ${engine.threads} of ${cpus().length} threads, ${cpus()[0]?.model ?? "unknown processor"}`,
);
console.log("median (least to most) in ms; ratio of medians, larger is better for segloss");
for (const row of ROWS.filter(({ name }) => name.toLowerCase().includes(options.only.toLowerCase())))
  await bench(row);
engine.dispose();
rmSync(folder, { recursive: true });

/** @param {Row} row */
async function bench({ name, shape, make, ours, peers, runs }) {
  const python = await startPython("./fields-peers.py", threads);
  const data = make();
  /** @type {{ [name: string]: string }} */
  const files = {};
  for (const [key, values] of Object.entries(data)) {
    files[key] = join(folder, key);
    writeFileSync(files[key], new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  const run = ours(data, shape);
  /** @type {number[]} */
  const times = [];
  let value = 0;
  const measure = () => {
    for (let i = 0; i < runs; i++) {
      const start = performance.now();
      value = run();
      times.push(performance.now() - start);
    }
  };
  /** @type {{ ms: number[], sum: number | null }[]} */
  const theirs = peers.map(() => ({ ms: [], sum: null }));
  // The host has optimised the code of both sides before the first round that counts.
  for (let i = 0; i < 3; i++) measure();
  times.length = 0;
  for (let round = 0; round < Number(options.rounds); round++) {
    if (round % 2 === 0) measure();
    for (const [i, peer] of peers.entries()) {
      const answer = await python?.ask({ peer, shape, runs: 1, ...files });
      if (!answer) continue;
      theirs[i].ms.push(...answer.ms);
      theirs[i].sum = answer.sum;
    }
    if (round % 2 === 1) measure();
  }
  python?.stop();
  const text = (/** @type {number[]} */ ms) =>
    `${median(ms).toFixed(2)} (${Math.min(...ms).toFixed(2)} to ${Math.max(...ms).toFixed(2)})`;
  console.log(`${name.padEnd(34)} ${text(times)}  sum ${checkSum(value).toPrecision(8)}`);
  for (const [i, peer] of peers.entries()) {
    const { ms, sum: total } = theirs[i];
    if (ms.length === 0) continue;
    const ratio = median(ms) / median(times);
    console.log(`    ${peer.padEnd(30)} ${text(ms)}  ${ratio.toFixed(1)}x  sum ${total?.toPrecision(8)}`);
  }
  if (!python) console.log("    no Python with scipy found");
}
