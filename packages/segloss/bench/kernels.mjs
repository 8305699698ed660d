// Kernels written by hand beside those of another build: distance maps of masks from files, and Lovász losses of
// predictions that are wrong near the outlines, on one thread, interleaved in one process. Times are those of the
// processor, so that other work beside them counts less; the ratio is the median over rounds, with its quartiles.
//
//   npm run build && node packages/segloss/bench/kernels.mjs MASK... --beside FOLDER of another checkout, built [--rounds 15] [--only TEXT]
//
// Without --beside the build stands beside itself, which shows how far ratios are off. Errors of predictions are seeded.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bytesSource, decodeRaster, formatOf, toLabels } from "../../io/dist/index.js";

const { values: flags, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    beside: { type: "string" },
    rounds: { type: "string", default: "15" },
    only: { type: "string", default: "" },
  },
});
const rounds = Number(flags.rounds);
const here = fileURLToPath(new URL("../../..", import.meta.url));

/** @param {string} folder */
async function open(folder) {
  const dist = `${folder}/packages/segloss/dist`;
  const [{ wasmSync, parseLoss }, { wasmFields }] = await Promise.all([
    import(`${dist}/index.js`),
    import(`${dist}/fields/index.js`),
  ]);
  return { fields: wasmFields(), engine: wasmSync(), parseLoss };
}
/** @typedef {Awaited<ReturnType<typeof open>>} Build */

const before = await open(flags.beside ?? here);
const now = await open(here);

/** @param {() => unknown} work @param {number} times */
function busy(work, times) {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / times;
}

/** @param {readonly number[]} values @param {number} share */
function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
}

/** @param {string} name @param {(build: Build) => () => unknown} prepare */
function compare(name, prepare) {
  if (!name.includes(flags.only)) return;
  const runs = [before, now].map(prepare);
  for (const run of runs) busy(run, 5);
  const times = Math.max(1, Math.round(6 / busy(runs[0], 3)));
  /** @type {number[][]} */
  const taken = [[], []];
  for (let round = 0; round < rounds; round++)
    for (const k of round % 2 ? [1, 0] : [0, 1]) taken[k].push(busy(runs[k], times));
  const ratios = taken[1].map((time, i) => time / taken[0][i]);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share).toFixed(2));
  console.log(`${name.padEnd(56)} ${quantile(taken[0], 0.2).toFixed(3)} ms, x${middle} (${low} to ${high})`);
}

/** Logits whose sizes are distances from the outlines, wrong where errors are larger than those. @param {Float32Array} signed @param {number} slope */
function predicted(signed, slope) {
  let state = 11;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return signed.map(
    (d) => Math.max(-8, Math.min(8, -slope * d)) + 2 * (random() + random() + random() - 1.5),
  );
}

for (const file of files) {
  const format = await formatOf(file)?.load();
  if (!format) throw new Error(`${file} is no mask of a known format`);
  const raster = await decodeRaster(format, bytesSource(file, readFileSync(file)), file);
  const { data: labels, width, height, depth } = toLabels(raster);
  const shape = [depth, height, width].filter((size) => size !== undefined && size > 1);
  const mask = Uint8Array.from(labels, (label) => Math.min(1, label));
  const name = basename(file);
  for (const [kind, spacing] of /** @type {const} */ ([
    ["", 1],
    [", unequal sizes", 0.5],
  ])) {
    const options = { spacing: shape.map((_, axis) => (axis === 0 ? spacing : 1)) };
    compare(
      `${name}${kind}: distances`,
      ({ fields }) =>
        () =>
          fields.distanceTransform(mask, shape, options),
    );
    compare(
      `${name}${kind}: signed`,
      ({ fields }) =>
        () =>
          fields.signedDistance(mask, shape, options),
    );
    compare(
      `${name}${kind}: nearest two`,
      ({ fields }) =>
        () =>
          fields.nearestCells(labels, shape, options),
    );
  }
  compare(
    `${name}: U-Net weights`,
    ({ fields }) =>
      () =>
        fields.unetWeights(labels, shape),
  );
  compare(
    `${name}: components`,
    ({ fields }) =>
      () =>
        fields.connectedComponents(labels, shape),
  );
  const signed = now.fields.signedDistance(mask, shape);
  for (const [stage, slope] of /** @type {const} */ ([
    ["fresh", 0],
    ["half trained", 0.1],
    ["trained", 1],
  ]))
    for (const loss of ["lovaszHinge", "lovasz", "softClDice"])
      compare(`${name}: ${loss}, ${stage}`, ({ engine, parseLoss }) => {
        const step = engine.compile(parseLoss(loss), { shape: [1, ...shape, 1] });
        const arrays = step.arrays();
        arrays.logits.set(predicted(signed, slope));
        arrays.targets.set(mask);
        return () => step.run(arrays);
      });
}
