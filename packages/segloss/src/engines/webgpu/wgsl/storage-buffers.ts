/** Declarations of a kernel's own buffers, behind its parameters: `read> keys: array<u32>`, `read_write> ...`. */
export function storageBuffers(...list: readonly string[]): string {
  return list.map((text, k) => `@group(0) @binding(${k + 1}) var<storage, ${text};\n`).join("");
}
