import { arch, availableParallelism, cpus, loadavg, platform } from "node:os";
import { relative } from "node:path";
import { nodeVersion } from "../host/environment.ts";

/** What speeds depend on besides the code. */
export interface BenchHost {
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  /** How many programs were running in the minute before, on average. */
  readonly load: number;
}

export function benchHost(): BenchHost {
  return {
    cpu: cpus()[0]?.model.trim() || "unknown processor",
    cores: availableParallelism(),
    system: `${platform()} ${arch()}`,
    node: nodeVersion(process.versions),
    v8: process.versions.v8,
    load: loadavg()[0],
  };
}

/** The host in one line, and a warning where other programs take part of it. */
export function describeHost({ cpu, cores, system, node, v8, load }: BenchHost): string[] {
  const line = `${cpu}, ${cores} cores, ${system}; node ${node}, V8 ${v8}`;
  if (load < cores / 2) return [line];
  return [
    line,
    `load ${load.toFixed(1)} before this run: other programs take part of the machine, and figures will be off`,
  ];
}

/** What there is to say about relaxed SIMD, where the engine has it and where not; `script` is what runs. */
export function relaxedNote(relaxed: boolean, script: string): string {
  if (relaxed) return "relaxed SIMD is on";
  return `relaxed SIMD is off; newer Node has it, Node 20 after: node --experimental-wasm-relaxed-simd ${script}`;
}

/** The script of this process, as it would be named from the current folder. */
export function runningScript(): string {
  const path = relative(process.cwd(), process.argv[1] ?? "");
  return path.startsWith("..") ? (process.argv[1] as string) : path;
}
