import { InvalidArgumentError } from "commander";

/** The option `--provider`, of every command that runs networks. */
export const PROVIDER = {
  flags: "--provider <name>",
  says: "what computes: cpu, webgpu (a GPU), or another provider of ONNX Runtime, which are untried",
} as const;

/** Reads the name of a provider. */
export function aProvider(text: string): string {
  if (/^\w+$/.test(text)) return text;
  throw new InvalidArgumentError("Expected the name of a provider of ONNX Runtime: cpu, webgpu.");
}
