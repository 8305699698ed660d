import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform } from "node:os";
import { VERSION } from "../commands/version.ts";

/** What the numbers depend on besides data and settings, for the record. */
export function environment(): Record<string, string> {
  return {
    segloss: VERSION,
    "onnxruntime-node": runtimeVersion(),
    node: process.versions.node,
    system: `${platform()} ${arch()}`,
    processor: `${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} cores`,
  };
}

function runtimeVersion(): string {
  const path = createRequire(import.meta.url).resolve("onnxruntime-node/package.json");
  return JSON.parse(readFileSync(path, "utf8")).version;
}
