// Value and gradient of losses on the wasm engine beside PyTorch eager, torch.compile and TensorFlow.js on the same
// cores: ratios round by round of one interleaved run, with the ratio that the engine has to reach.
//
//     npm run build && SEGLOSS_PYTHON=python3 node packages/segloss/bench/wasm.mjs [--threads 2] [--rounds 6] [--only lovasz] [--without torch] [--json]
//
// PyTorch takes part where SEGLOSS_PYTHON (or python3) has torch, torch.compile where there is a C++ compiler too.
// Add --experimental-wasm-relaxed-simd after `node` for relaxed SIMD in Node 20: the engine is then measured with and
// without. Inputs are seeded; value and gradient of all contenders are compared before anything is timed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchData } from "../../cli/dist/bench/bench-data.js";
import { benchHost, describeHost, relaxedNote, runningScript } from "../../cli/dist/bench/host.js";
import { interleave, timesSlower } from "../../cli/dist/bench/interleave.js";
import { seglossContender } from "../../cli/dist/bench/segloss-contender.js";
import { describeSmallCalls, smallCalls } from "../../cli/dist/bench/small-calls.js";
import { openTfjs } from "../../cli/dist/bench/tfjs-contender.js";
import { parseLoss, wasm } from "../dist/index.js";
import { ROWS } from "./wasm-rows.mjs";
import { openTorch } from "./wasm-torch.mjs";

/** @typedef {import("../../cli/src/bench/contender.ts").Contender} Contender */
/** @typedef {import("../../cli/src/bench/interleave.ts").Measured} Measured */
/** @typedef {import("./wasm-rows.mjs").Row} Row */

const { values: flags } = parseArgs({
  options: {
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "6" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
    without: { type: "string", multiple: true, default: [] },
  },
});
const threads = Number(flags.threads);
const turns = { rounds: Number(flags.rounds), visitMs: 60, fewestRuns: 4, mostRuns: 400, pauseMs: 80 };
/** @param {string} line */
const say = (line) => (flags.json ? console.error(line) : console.log(line));

const folder = mkdtempSync(join(tmpdir(), "segloss-bench-"));
const engine = await wasm({ threads });
const firstCompile = timeToCompile(engine);
const plain = engine.relaxed ? await wasm({ threads, relaxed: false }) : null;
const torch = flags.without.includes("torch") ? null : await openTorch(threads, folder);
const tfjs = flags.without.includes("tfjs") ? null : await openTfjs();
const host = {
  ...{ ...benchHost(), threads: engine.threads, relaxedSimd: engine.relaxed },
  ...{ torch: torch?.version ?? null, tfjs: tfjs?.version ?? null },
};

describeHost(host).forEach(say);
say(
  `segloss on ${host.threads} threads; PyTorch ${host.torch ?? "not found: set SEGLOSS_PYTHON to a Python that has torch"}` +
    `${host.torch ? ` on ${threads} threads` : ""}; TensorFlow.js ${host.tfjs ?? "not found"}${host.tfjs ? " wasm on 1, all that it has in Node" : ""}`,
);
say(
  `${relaxedNote(engine.relaxed, runningScript())}${plain ? '; "segloss, plain" is the engine without it' : ""}`,
);
say(
  "median [fastest tenth .. slowest tenth] in ms; then how many times faster segloss is, median of the rounds\n",
);

const rows = [];
for (const row of ROWS.filter(({ name }) => name.toLowerCase().includes(flags.only.toLowerCase()))) {
  const measured = await measure(row);
  rows.push({ name: row.name, ...measured });
  describe(row, measured).forEach(say);
}
const one = await wasm();
const small = await smallCalls(one);
describeSmallCalls(small).forEach(say);
say(
  `  (must stay below 10 microseconds and 5 ms; the first compilation of the process: ${firstCompile.toFixed(1)} ms)`,
);
if (flags.json) console.log(JSON.stringify({ host, rows, small, firstCompile }));
torch?.stop();
engine.dispose();
plain?.dispose();
one.dispose();
rmSync(folder, { recursive: true });

/** @param {Row} row */
async function measure({ from, size, torch: formula, goals }) {
  const data = benchData(from, size);
  const contenders = [seglossContender(engine, "segloss", from, data)];
  if (plain) contenders.push(seglossContender(plain, "segloss, plain", from, data));
  if (torch) {
    await torch.load(data, from.layout);
    contenders.push(torch.contender(formula, "eager"));
    const compiled = torch.contender(formula, "compile");
    if (await answers(compiled)) contenders.push(compiled);
  }
  if (tfjs && from.tfjs) contenders.push(tfjs.contender(from, data));
  const measured = await interleave(contenders, turns);
  for (const contender of contenders) contender.dispose();
  return { contenders: measured, ratios: ratiosOf(measured), goals };
}

/** Compiles outside of the timer. @param {Contender} contender */
async function answers(contender) {
  try {
    await contender.checksum();
    return true;
  } catch (error) {
    say(`  ${contender.name} takes no part: ${/** @type {Error} */ (error).message}`);
    return false;
  }
}

/** How many times faster the first contender was than others. @param {readonly Measured[]} measured */
function ratiosOf(measured) {
  /** @param {string[]} names */
  const ratio = (...names) => {
    const peers = measured.filter(({ name }) => names.includes(name));
    const ratios = peers.map((peer) => timesSlower(peer, measured[0]));
    return ratios.sort((a, b) => a.median - b.median).at(0) ?? null;
  };
  return {
    eager: ratio("PyTorch eager"),
    best: ratio("PyTorch eager", "torch.compile"),
    tfjs: ratio("TensorFlow.js wasm"),
  };
}

/** @param {Row} row @param {Awaited<ReturnType<typeof measure>>} measured */
function describe({ name }, { contenders, ratios, goals }) {
  const versus = { eager: "eager", best: "the better of eager and compile", tfjs: "TensorFlow.js" };
  const told = /** @type {(keyof typeof versus)[]} */ (Object.keys(versus)).flatMap((key) => {
    const [ratio, goal] = [ratios[key], goals[key]];
    if (ratio === null) return [];
    const { median, fast, slow } = ratio;
    const missed = goal !== undefined && median < goal ? `, at ${percent(median / goal)}` : "";
    const verdict = goal === undefined ? "" : ` (must reach ${goal}x${missed})`;
    return [`  ${median.toFixed(1)}x [${fast.toFixed(1)} .. ${slow.toFixed(1)}] ${versus[key]}${verdict}`];
  });
  const own = contenders[0].checksum;
  const lines = contenders.map(({ name: who, median, fast, slow, runs, checksum }) => {
    const range = `${milli(median)} [${milli(fast)} .. ${milli(slow)}]`;
    const value = checksum === own ? `value ${own.value.toPrecision(9)}` : differences(checksum, own);
    return `  ${who.padEnd(18)} ${range.padEnd(30)} ${String(runs).padStart(5)} runs  ${value}`;
  });
  return [name, ...lines, ...told, ""];
}

/** @param {Measured["checksum"]} checksum @param {Measured["checksum"]} own */
function differences(checksum, own) {
  const value = Math.abs(checksum.value / own.value - 1);
  const gradient = Math.abs(checksum.gradientNorm / own.gradientNorm - 1);
  // Gradients tell: a value that is summed over millions of pixels in float32 drifts.
  const mark =
    gradient > 5e-3 ? "  NOT THE SAME LOSS" : value > 5e-3 ? "  (its float32 sum has drifted)" : "";
  return `value off by ${value.toExponential(0)}, |gradient| by ${gradient.toExponential(0)}${mark}`;
}

/** Milliseconds of the process's first compilation. @param {import("../dist/index.js").WasmEngine} of */
function timeToCompile(of) {
  const start = performance.now();
  of.compile(parseLoss("dice"), { shape: [1, 64, 64, 1] }).dispose();
  return performance.now() - start;
}

/** @param {number} ms */
function milli(ms) {
  return ms < 1 ? ms.toFixed(4) : ms < 100 ? ms.toFixed(3) : ms.toFixed(0);
}

/** @param {number} part */
function percent(part) {
  return `${Math.round(100 * part)} %`;
}
