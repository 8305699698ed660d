import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeNpy } from "../../packages/io/dist/index.js";
import { capture, run } from "../run.mjs";

/**
 * @typedef {import("./runtimes.mjs").Runtime} Runtime
 * @typedef {ReadonlyMap<string, unknown>} Results the numbers and texts of a comparison by their place in results.json
 */

const SIZE = 64;
const COMPARE = [
  ...["compare", "nuclei", "--losses", "dice,focal", "--learning-rate", "0.01", "--steps", "4"],
  ...["--size", "64", "--folds", "3", "--repeats", "1", "--force", "--restart"],
];
/** Names in results.json of what is another number in every run, or on every runtime. */
const OWN = new Set(["startedAt", "seconds", "spent", "timing", "peakMemory", "environment", "command"]);

/**
 * A folder of masks, and logits with their labels, by a formula.
 * @param {string} folder
 */
export function makeData(folder) {
  const labels = Uint8Array.from({ length: SIZE * SIZE }, (_, i) =>
    Number(Math.hypot((i % SIZE) - 30, Math.floor(i / SIZE) - 31) < 17),
  );
  const logits = Float32Array.from(labels, (label, i) => 4 * label - 2 + 3 * Math.sin(i * i));
  const write = (
    /** @type {string} */ name,
    /** @type {Uint8Array | Float32Array} */ data,
    /** @type {number[]} */ shape,
  ) => writeFileSync(join(folder, name), encodeNpy({ data, shape }));
  for (const name of ["predicted", "truth"]) mkdirSync(join(folder, name), { recursive: true });
  write("logits.npy", logits, [1, SIZE, SIZE, 1]);
  write("labels.npy", labels, [1, SIZE, SIZE]);
  for (const k of [0, 1, 2]) {
    write(`truth/${k}.npy`, labels, [SIZE, SIZE]);
    write(
      `predicted/${k}.npy`,
      Uint8Array.from(logits, (z) => Number(z + k > 1)),
      [SIZE, SIZE],
    );
  }
}

/**
 * What the command gives on a runtime, in a project in which the packed packages are installed.
 * @param {Runtime} runtime
 * @param {string} project
 * @param {string} data the folder of `makeData`
 * @returns {{ version: string, score: string, value: number, compared: Results }}
 */
export function tryCommand({ name, program, flags }, project, data) {
  const call = [...flags, join(project, "node_modules/@segloss/cli/bin/segloss.js")];
  const segloss = (/** @type {string[]} */ ...args) => capture(program, [...call, ...args], { cwd: data });
  const out = `report-${name.replace(/\W+/g, "-")}`;
  run(program, [...call, ...COMPARE, "-o", out], { cwd: data, quiet: true });
  return {
    version: segloss("--version"),
    score: segloss("score", "predicted", "truth", "--json"),
    value: JSON.parse(segloss("eval", "dice", "--logits", "logits.npy", "--targets", "labels.npy", "--json"))
      .value,
    compared: numbersOf(readFileSync(join(data, out, "results.json"), "utf8")),
  };
}

/**
 * @param {string} results
 * @returns {Results} without what differs from run to run
 */
function numbersOf(results) {
  return new Map(
    leavesOf(
      JSON.parse(results, (key, value) => (OWN.has(key) ? undefined : value)),
      "",
    ),
  );
}

/**
 * @param {unknown} value
 * @param {string} place
 * @returns {[string, unknown][]}
 */
function leavesOf(value, place) {
  if (typeof value !== "object" || value === null) return [[place, value]];
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, `${place}.${key}`));
}
