import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform } from "node:os";
import { dataError } from "../data/data-error.ts";
import { VERSION } from "./version.ts";

/** What the numbers depend on besides data and settings, for the record. */
export function environment(): Record<string, string> {
  return {
    segloss: VERSION,
    "onnxruntime-node": runtimeVersion(),
    node: nodeVersion(process.versions),
    system: `${platform()} ${arch()}`,
    processor: `${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} cores`,
  };
}

/** The version of Node, and of the runtime that stands in for it. */
export function nodeVersion({ node, deno, bun }: NodeJS.ProcessVersions): string {
  if (deno !== undefined) return `${node} (Deno ${deno})`;
  return bun === undefined ? node : `${node} (Bun ${bun})`;
}

/**
 * Networks run in a package of 300 MB that all other commands do without.
 *
 * @param purpose what the command does with it
 * @throws DataError with the line that installs it
 */
export function needRuntime(purpose = "compare trains networks"): void {
  try {
    createRequire(import.meta.url).resolve("onnxruntime-node/package.json");
  } catch (cause) {
    throw dataError(
      `${purpose} with ONNX Runtime, which is not installed: npm install onnxruntime-node --ignore-scripts`,
      cause,
    );
  }
}

function runtimeVersion(): string {
  const path = createRequire(import.meta.url).resolve("onnxruntime-node/package.json");
  return JSON.parse(readFileSync(path, "utf8")).version;
}
