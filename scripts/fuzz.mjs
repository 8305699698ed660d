// `npm run fuzz -- --cases 100000 [--seed 1] [--case 17] [--threads 2] [--only wasm|onnx]`: random losses in random settings,
// the reference engine against wasm and against exported graphs. A case that differs is made smaller as long as it
// does, and printed with what repeats it. 2,000 of them run in `npm run verify`.
import { parseArgs } from "node:util";
import { exitCode, tool } from "./run.mjs";

const { values: flags } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    /** One case alone. */
    case: { type: "string" },
    /** Threads of the wasm engine that is compared with the one of a single thread. */
    threads: { type: "string", default: "2" },
    only: { type: "string" },
  },
});

const FILES = {
  wasm: "packages/segloss/test/fuzz/wasm.slow.test.ts",
  onnx: "packages/train/test/conformance/fuzz.slow.test.ts",
};
const files = Object.entries(FILES).flatMap(([name, file]) =>
  flags.only && flags.only !== name ? [] : [file],
);
if (files.length === 0)
  throw new Error(`--only must be ${Object.keys(FILES).join(" or ")}, got ${flags.only}.`);

for (const name of /** @type {const} */ (["cases", "seed", "threads"])) whole(name, flags[name]);
process.env.SEGLOSS_FUZZ_SEED = flags.seed;
process.env.SEGLOSS_FUZZ_THREADS = flags.threads;
process.env.SEGLOSS_FUZZ_CASES = flags.case === undefined ? flags.cases : "1";
if (flags.case !== undefined) process.env.SEGLOSS_FUZZ_FIRST = whole("case", flags.case);
process.exitCode = exitCode(...tool("vitest", "run", "--project", "slow", "--testTimeout", "0", ...files));

/** @param {string} name @param {string} text */
function whole(name, text) {
  if (/^\d+$/.test(text)) return text;
  throw new Error(`--${name} must be a whole number, got ${text}.`);
}
