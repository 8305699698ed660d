// How long short commands take from the start of their process to its end, beside another build and beside Node alone, in
// interleaved rounds of one run.
//
//   npm run build && node packages/cli/bench/start-up.mjs [--rounds 21] [--beside FOLDER of another checkout, built]
//
// Where the time of a command goes: node --cpu-prof packages/cli/bin/segloss.js list
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median, spread } from "./spread.mjs";

const { values: flags } = parseArgs({
  options: { rounds: { type: "string", default: "21" }, beside: { type: "string" } },
});
const root = fileURLToPath(new URL("../../..", import.meta.url));

/** @param {string} folder a checkout */
function command(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, "packages/cli/package.json"), "utf8"));
  return join(folder, "packages/cli", manifest.bin.segloss);
}

const CALLS = [["--help"], ["list"], ["explain", "dice"], ["explain", "lovasz"]];

/** @param {readonly string[]} args @returns {number} milliseconds */
function time(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args);
  const passed = performance.now() - start;
  if (status !== 0) throw new Error(`${args.join(" ")}: ${status} ${stderr}`);
  return passed;
}

/** @type {Record<string, (call: readonly string[]) => string[]>} */
const contenders = {
  "this build": (call) => [command(root), ...call],
  ...(flags.beside && { "other build": (call) => [command(flags.beside ?? ""), ...call] }),
  "node -e 0": () => ["-e", "0"],
};

const rounds = Number(flags.rounds);
console.log(
  `${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}; ${rounds} rounds, median (range)`,
);
for (const call of CALLS) {
  const times = Object.fromEntries(
    Object.keys(contenders).map((name) => [name, /** @type {number[]} */ ([])]),
  );
  for (const make of Object.values(contenders)) time(make(call));
  for (let round = 0; round < rounds; round++)
    for (const [name, make] of Object.entries(contenders)) times[name].push(time(make(call)));
  console.log(`segloss ${call.join(" ")}`);
  for (const [name, own] of Object.entries(times)) console.log(`  ${name}: ${spread(own)} ms`);
  const others = times["other build"];
  if (others) {
    const ratios = times["this build"].map((own, round) => own / others[round]);
    console.log(`  of the other build's time: ${median(ratios).toFixed(2)}, in each round ${spread(ratios)}`);
  }
}
