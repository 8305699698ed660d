import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * A Python process (SEGLOSS_PYTHON, or python3) that says what it is on its first line and then answers one line of
 * JSON for each; null when the script ends at once, for want of a library.
 * @param {string} script beside this file @param {number} threads
 */
export async function startPython(script, threads) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.env.SEGLOSS_PYTHON ?? "python3", [path, String(threads)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) return null;
  return {
    about: JSON.parse(first.value),
    /** @param {object} request */
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await lines.next();
      if (line.done) throw new Error(`the process of ${script} has ended`);
      const answer = JSON.parse(line.value);
      if (answer?.error) throw new Error(answer.error);
      return answer;
    },
    stop: () => child.stdin.end(),
  };
}
