/** A WebAssembly memory; the buffer is another object after it has grown, unless it is shared. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** A compiled module. */
export type WasmModule = { readonly wasmModule: unique symbol };

export interface WasmInstance {
  readonly exports: Readonly<Record<string, (...args: number[]) => number>>;
}

/** What the engine uses of the host: declared here, since neither the DOM's nor Node's types are presumed. */
export interface Host {
  readonly WebAssembly: {
    readonly Memory: new (options: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory;
    readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
    readonly Instance: new (module: WasmModule, imports: object) => WasmInstance;
    validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  };
}

export const host: Host = globalThis as unknown as Host;
