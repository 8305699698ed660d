import { notSupported } from "../reader-error.ts";

/** Decodes a whole WebP file to RGBA. */
export type DecodeWebp = (bytes: ArrayBuffer) => Promise<{ data: Uint8ClampedArray | Uint8Array }>;

/** What of Node is used. Its own types would bring Node's into browsers. */
interface NodeModules {
  createRequire(from: string): { resolve(name: string): string };
}
interface NodeFiles {
  readFileSync(path: string): Uint8Array<ArrayBuffer>;
}

const CODE = "@jsquash/webp/codec/dec/webp_dec.wasm";

/** @throws Error with the line that installs the decoder, where it is not there */
export async function loadWebp(): Promise<DecodeWebp> {
  try {
    const { default: decode, init } = await import("@jsquash/webp/decode.js");
    const code = nodeCode();
    // Browsers fetch the code beside the module; Node cannot fetch files.
    if (code) await init(code as never);
    return decode;
  } catch {
    throw notSupported("WebP is read by a package of its own: npm install @jsquash/webp; or save it as PNG");
  }
}

/** The compiled code of the decoder, in Node. */
function nodeCode(): object | undefined {
  const host = globalThis as unknown as {
    process?: { getBuiltinModule?: (id: string) => unknown };
    WebAssembly: { Module: new (code: Uint8Array) => object };
  };
  const modules = host.process?.getBuiltinModule?.("node:module") as NodeModules | undefined;
  const files = host.process?.getBuiltinModule?.("node:fs") as NodeFiles | undefined;
  if (!modules || !files) return undefined;
  return new host.WebAssembly.Module(
    files.readFileSync(modules.createRequire(import.meta.url).resolve(CODE)),
  );
}
