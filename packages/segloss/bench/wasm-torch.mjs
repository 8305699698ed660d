import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startPython } from "./python.mjs";

/** @typedef {import("../../cli/src/bench/contender.ts").Contender} Contender */
/** @typedef {{ ms: number[], value: number, gradientNorm: number }} Answer */

/**
 * A Python process (SEGLOSS_PYTHON, or python3) that answers one line for each line; null when it has no torch.
 * @param {number} threads @param {string} folder for the data
 */
export async function openTorch(threads, folder) {
  const python = await startPython("./wasm-torch.py", threads);
  if (!python) return null;
  /** @type {(request: object) => Promise<Answer>} */
  const ask = python.ask;
  return {
    version: /** @type {string} */ (python.about.version),
    /**
     * Gives it the data of a row. @param {import("../../cli/src/bench/bench-data.ts").BenchData} data @param {string} layout
     */
    async load({ shape, logits, targets }, layout) {
      const files = { logits: join(folder, "logits"), targets: join(folder, "targets") };
      writeFileSync(files.logits, new Uint8Array(logits.buffer, logits.byteOffset, logits.byteLength));
      writeFileSync(files.targets, targets);
      await ask({ shape, layout, ...files });
    },
    /** @param {string} formula @param {"eager" | "compile"} mode @returns {Contender} */
    contender(formula, mode) {
      return {
        name: mode === "eager" ? "PyTorch eager" : "torch.compile",
        checksum: () => ask({ formula, mode, runs: 0 }),
        visit: async (runs) => (await ask({ formula, mode, runs })).ms,
        dispose() {},
      };
    },
    stop: python.stop,
  };
}
