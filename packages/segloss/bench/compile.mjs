// How long `compile` takes, alone and with the first run, which writes the code (value and gradient): the first of a process, and
// losses compiled again and again, beside another build, in interleaved processes of one run. Of a loss's 40 turns in a process
// the first counts, and the 13th in order of time.
//
//   npm run build && node packages/segloss/bench/compile.mjs [--rounds 15] [--beside FOLDER of another checkout, built]
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "15" },
    beside: { type: "string" },
    measure: { type: "string" },
  },
});

/** What one process measures of the build in a folder. @param {string} folder */
async function measure(folder) {
  const begin = performance.now();
  const { wasm, dice, lovasz } = await import(`${folder}/packages/segloss/dist/index.js`);
  const loaded = performance.now() - begin;
  const engine = await wasm();
  /** @param {() => unknown} work */
  const time = (work) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  /** @param {() => unknown} loss @param {number} channels */
  const compile = (loss, channels) => engine.compile(loss(), { shape: [1, 64, 64, channels] });
  /** @param {any} step @param {number} channels */
  const run = (step, channels) => step.run(inputs(channels));
  let step = /** @type {any} */ (null);
  const first = time(() => {
    step = compile(dice, 1);
  });
  const firstRun = time(() => run(step, 1));
  step.dispose();
  /** @param {() => unknown} loss @param {number} channels */
  const turns = (loss, channels) => {
    const times = Array.from({ length: 40 }, () => {
      const compiled = time(() => {
        step = compile(loss, channels);
      });
      const ran = time(() => run(step, channels));
      step.dispose();
      return { compiled, both: compiled + ran };
    });
    /** @param {"compiled" | "both"} part */
    const usual = (part) => times.map((turn) => turn[part]).sort((a, b) => a - b)[12];
    return [times[0].compiled, usual("compiled"), usual("both")];
  };
  const [, again, andRun] = turns(dice, 1);
  const [lovaszFirst, lovaszAgain, lovaszAndRun] = turns(lovasz, 21);
  return {
    "loading the library": loaded,
    "first compile of the process (Dice)": first,
    "  and its first run": first + firstRun,
    "Dice again": again,
    "  and its first run ": andRun,
    "Lovász of 21 classes, its first": lovaszFirst,
    "Lovász of 21 classes again": lovaszAgain,
    "  and its first run  ": lovaszAndRun,
  };
}

/** @type {Map<number, object>} */
const made = new Map();

/** @param {number} channels */
function inputs(channels) {
  const logits = new Float32Array(4096 * channels);
  const known = made.get(channels) ?? {
    logits: logits.map((_, i) => Math.sin(i)),
    targets: Uint8Array.from({ length: 4096 }, (_, i) => i % Math.max(2, channels)),
    gradient: logits,
  };
  made.set(channels, known);
  return known;
}

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
/** @param {readonly number[]} values */
const spread = (values) =>
  `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;

/** @param {string} folder @returns {Record<string, number>} */
function measured(folder) {
  const args = [fileURLToPath(import.meta.url), "--measure", folder];
  const { stdout, stderr, status } = spawnSync(process.execPath, args);
  if (status !== 0) throw new Error(`${folder}: ${stderr}`);
  return JSON.parse(String(stdout));
}

function compare() {
  const folders = [
    fileURLToPath(new URL("../../..", import.meta.url)),
    ...(flags.beside ? [flags.beside] : []),
  ];
  const rounds = Number(flags.rounds);
  const host = `${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}`;
  console.log(`${host}; ${rounds} rounds, ms, median (range)`);
  const results = Array.from({ length: rounds }, () => folders.map(measured));
  for (const name of Object.keys(results[0][0])) {
    const [own, other] = folders.map((_, i) => results.map((round) => round[i][name]));
    console.log(`${name}: ${spread(own)}`);
    if (!other) continue;
    const ratio = median(own) / median(other);
    console.log(
      `  other build ${spread(other)}; of its time ${ratio.toFixed(2)}, in each round ${spread(own.map((x, i) => x / other[i]))}`,
    );
  }
}

if (flags.measure) console.log(JSON.stringify(await measure(flags.measure)));
else compare();
