import { BUFFERS, type BufferName } from "../sweep/planes.ts";
import { paramsDeclaration } from "./params.ts";

const TYPES: Readonly<Record<BufferName, string>> = {
  logits: "storage, read> logits: array<f32>",
  targets: "storage, read> targets: array<u32>",
  weights: "storage, read> weights: array<f32>",
  mask: "storage, read> mask: array<u32>",
  gradient: "storage, read_write> gradient: array<f32>",
  own: "storage, read_write> own: array<u32>",
  numbers: "storage, read_write> numbers: array<f32>",
  findings: "storage, read_write> findings: array<atomic<u32>>",
};

/** The parameters and all buffers of a step: eight storage buffers, which every device binds to a shader. */
export function stepDeclarations(live: number): string {
  const buffers = BUFFERS.map((name, k) => `@group(0) @binding(${k + 1}) var<${TYPES[name]};`);
  return [paramsDeclaration(live), ...buffers, ""].join("\n");
}
