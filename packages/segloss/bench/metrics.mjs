// Metrics beside the Python libraries, in interleaved rounds of one run, with the values compared.
//
//   npm run build && SEGLOSS_PYTHON=python3 PYTHONPATH=/path/to/surface-distance node packages/segloss/bench/metrics.mjs [--rounds 3] [--only surface]
//
// Peers that the interpreter lacks (numpy, scikit-learn, surface-distance, monai, Pillow) are left out. The folder is scored by
// `segloss score` from the start of its process to the end, by Python in a loop of a process that has started.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  averageSymmetricSurfaceDistance,
  confusionMatrix,
  hausdorffDistance,
  normalizedSurfaceDice,
  scoreSurface,
  surfaceDistances,
} from "segloss/metrics";

const { values: flags } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, only: { type: "string", default: "" } },
});
const folder = mkdtempSync(join(tmpdir(), "segloss-bench-"));
const path = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const cli = path("../../cli/bin/segloss.js");

/** 0 to 1, the same for everyone: a linear congruential generator. */
const seed = { state: 1 };
function random() {
  seed.state = (Math.imul(seed.state, 1664525) + 1013904223) >>> 0;
  return seed.state / 2 ** 32;
}

/** Regions of about 64 pixels and 21 classes; the prediction is shifted and 2 % of its pixels are wrong. */
function labelMaps() {
  const truth = new Uint8Array(4096 ** 2);
  const predicted = new Uint8Array(4096 ** 2);
  const region = (/** @type {number} */ x, /** @type {number} */ y) => ((x >> 6) * 7 + (y >> 6) * 13) % 21;
  for (let y = 0, i = 0; y < 4096; y++) {
    for (let x = 0; x < 4096; x++, i++) {
      truth[i] = region(x, y);
      predicted[i] = random() < 0.02 ? Math.floor(random() * 21) : region(x + 5, y + 3);
    }
  }
  return { predicted, truth };
}

/**
 * A ball with waves on it.
 * @param {readonly number[]} shape @param {readonly number[]} centre @param {readonly number[]} radii @param {number} phase
 */
function blob([depth, height, width], centre, radii, phase) {
  const mask = new Uint8Array(depth * height * width);
  for (let z = 0, i = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const [dz, dy, dx] = [z - centre[0], y - centre[1], x - centre[2]];
        const reach =
          1 + 0.1 * Math.sin(5 * Math.atan2(dy, dx) + phase) + 0.08 * Math.cos((7 * dz) / radii[0] + phase);
        mask[i] = (dz / radii[0]) ** 2 + (dy / radii[1]) ** 2 + (dx / radii[2]) ** 2 < reach ** 2 ? 1 : 0;
      }
    }
  }
  return mask;
}

/** Forty masks of eight ellipses of two classes, and predictions whose ellipses are a little off. */
function maskSet() {
  const [predicted, truth] = [new Uint8Array(40 * 512 ** 2), new Uint8Array(40 * 512 ** 2)];
  for (let image = 0; image < 40; image++) {
    for (let k = 0; k < 8; k++) {
      const ellipse = [50 + 410 * random(), 50 + 410 * random(), 15 + 45 * random(), 15 + 45 * random()];
      draw(truth, image, ellipse, 1 + (k % 2));
      draw(
        predicted,
        image,
        ellipse.map((value) => value + 6 * random() - 3),
        1 + (k % 2),
      );
    }
  }
  return { predicted, truth };
}

/** @param {Uint8Array} masks @param {number} image @param {readonly number[]} ellipse @param {number} label */
function draw(masks, image, [cy, cx, ry, rx], label) {
  for (let y = 0; y < 512; y++)
    for (let x = 0; x < 512; x++)
      if (((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 < 1) masks[(image * 512 + y) * 512 + x] = label;
}

/** @param {string} name @param {{ predicted: Uint8Array, truth: Uint8Array }} masks */
function share(name, { predicted, truth }) {
  writeFileSync(join(folder, `${name}-p.u8`), predicted);
  writeFileSync(join(folder, `${name}-t.u8`), truth);
}

/** @typedef {{ predicted: Uint8Array, truth: Uint8Array }} Pair */
/** @type {Pair} */
const labels = labelMaps();
const flat = [1, 512, 512];
const solid = [181, 217, 181];
/** @type {Pair} */
const square = {
  predicted: blob(flat, [0, 256, 256], [1, 150, 180], 0),
  truth: blob(flat, [0, 253, 259], [1, 152, 176], 0.2),
};
/** @type {Pair} */
const brain = {
  predicted: blob(solid, [90, 108, 90], [60, 75, 60], 0),
  truth: blob(solid, [92, 106, 92], [59, 76, 61], 0.2),
};
share("labels", labels);
share("square", square);
share("brain", brain);
share("set", maskSet());

/** @param {Pair} pair @param {number[]} shape */
function surfaces({ predicted, truth }, shape) {
  const found = surfaceDistances(predicted, truth, shape);
  return [
    scoreSurface(hausdorffDistance, found, { percentile: 95 }),
    scoreSurface(averageSymmetricSurfaceDistance, found),
    scoreSurface(normalizedSurfaceDice, found, { tolerance: 2 }),
  ];
}

function scoreFolder() {
  const options = ["score", join(folder, "p"), join(folder, "t"), "--metrics", "dice,iou", "--json"];
  const { stdout } = spawnSync(process.execPath, [cli, ...options], { maxBuffer: 2 ** 28 });
  /** @type {{ overClasses: number }[]} */
  const metrics = JSON.parse(String(stdout)).metrics;
  return metrics.map(({ overClasses }) => overClasses);
}

// Surface elements are not edge pixels, so surface-distance's values differ from ours and MONAI's a little.
const TASKS = [
  {
    name: "confusion",
    peers: ["scikit-learn", "numpy bincount"],
    same: ["scikit-learn", "numpy bincount"],
    run: () => [...confusionMatrix(labels.predicted, labels.truth, { classes: 21 }).counts],
  },
  {
    name: "surface 512x512",
    peers: ["surface-distance", "MONAI"],
    same: ["MONAI"],
    run: () => surfaces(square, [512, 512]),
  },
  { name: "surface 181x217x181", peers: ["surface-distance"], same: [], run: () => surfaces(brain, solid) },
  { name: "folder", peers: ["Pillow and numpy"], same: ["Pillow and numpy"], run: scoreFolder },
];

const python = spawn(process.env.SEGLOSS_PYTHON ?? "python3", [path("./metrics_peers.py"), folder], {
  stdio: ["pipe", "pipe", "inherit"],
});
const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();

/** @param {string} task @param {string} peer @returns {Promise<{ seconds: number, values: number[], missing?: string }>} */
async function ask(task, peer) {
  python.stdin.write(`${task}\t${peer}\n`);
  return JSON.parse((await answers.next()).value ?? '{"missing":"python ended"}');
}

/** @param {readonly number[]} values */
function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const text = (/** @type {number} */ v) => (v < 10 ? v.toPrecision(3) : v.toFixed(0));
  return `${text(sorted[sorted.length >> 1])} (${text(sorted[0])} to ${text(sorted[sorted.length - 1])})`;
}

/** @param {readonly (number | undefined)[]} a @param {readonly number[]} b */
function check(a, b) {
  const off = a.findIndex((value, i) => Math.abs(Number(value) - b[i]) > 1e-6 * Math.max(1, Math.abs(b[i])));
  if (off >= 0 || a.length !== b.length)
    throw new Error(`values differ: ${a.slice(0, 5)} and ${b.slice(0, 5)}`);
}

console.log(
  `${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}; ${flags.rounds} rounds, median (range)`,
);
for (const task of TASKS.filter(({ name }) => name.includes(flags.only))) {
  if (task.name === "folder" && (await ask("write", "")).missing) continue;
  // The first runs are slow until the compiler has seen them; Python's libraries have no such time.
  for (let k = 0; k < (task.name === "surface 512x512" ? 40 : 2); k++) task.run();
  /** @type {number[]} */
  const own = [];
  /** @type {Map<string, number[]>} */
  const others = new Map();
  for (let round = 0; round < Number(flags.rounds); round++) {
    const start = performance.now();
    const values = task.run();
    own.push(performance.now() - start);
    for (const peer of task.peers) {
      const answer = await ask(task.name, peer);
      if (answer.missing) continue;
      if (task.same.includes(peer)) check(values, answer.values);
      others.set(peer, [...(others.get(peer) ?? []), 1000 * answer.seconds]);
    }
  }
  console.log(`${task.name}: segloss ${spread(own)} ms`);
  for (const [peer, times] of others)
    console.log(
      `  ${peer} ${spread(times)} ms, ${spread(times.map((time, round) => time / own[round]))} times as long`,
    );
}
python.stdin.end();
rmSync(folder, { recursive: true });
