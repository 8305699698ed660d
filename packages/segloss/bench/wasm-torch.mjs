import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** @typedef {import("../../cli/src/bench/contender.ts").Contender} Contender */
/** @typedef {{ ms: number[], value: number, gradientNorm: number }} Answer */

/**
 * A Python process (SEGLOSS_PYTHON, or python3) that answers one line for each line; null when it has no torch.
 * @param {number} threads @param {string} folder for the data
 */
export async function openTorch(threads, folder) {
  const script = fileURLToPath(new URL("./wasm-torch.py", import.meta.url));
  const child = spawn(process.env.SEGLOSS_PYTHON ?? "python3", [script, String(threads)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) return null;
  /** @param {object} request @returns {Promise<Answer>} */
  const ask = async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await lines.next();
    if (line.done) throw new Error("PyTorch's process has ended");
    const answer = JSON.parse(line.value);
    if (answer.error) throw new Error(answer.error);
    return answer;
  };
  return {
    version: /** @type {string} */ (JSON.parse(first.value).version),
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
    stop: () => child.stdin.end(),
  };
}
