import { text, unsigned } from "./bytes.ts";
import { type FunctionBuilder, TYPE, type ValueType } from "./function-builder.ts";

/** A function that the host supplies. */
export interface ImportedFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface ModuleParts {
  /** Exported functions by name, in the order of their indices (after the imported ones). */
  readonly functions: ReadonlyMap<string, FunctionBuilder>;
  readonly imports?: readonly ImportedFunction[];
  /** Whether the imported memory is shared between threads. */
  readonly shared: boolean;
}

/** Pages that a memory of the engine may grow to: 4 GiB. */
export const MAXIMUM_PAGES = 65536;

/** Bytes of a module that imports `host.memory` and the named functions of `host`, and exports its functions. */
export function encodeModule({ functions, imports = [], shared }: ModuleParts): Uint8Array<ArrayBuffer> {
  const own = [...functions.values()];
  const signatures = [...imports, ...own];
  const memory = shared ? [3, 0, ...unsigned(MAXIMUM_PAGES)] : [0, 0];
  const imported = imports.map(({ name }, i) => [...text("host"), ...text(name), 0, ...unsigned(i)]);
  imported.push([...text("host"), ...text("memory"), 2, ...memory]);
  const exported = [...functions.keys()].map((name, i) => [
    ...text(name),
    0,
    ...unsigned(imports.length + i),
  ]);
  const bytes = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const sections: [number, number[][]][] = [
    [1, signatures.map(signature)],
    [2, imported],
    [3, own.map((_, i) => unsigned(imports.length + i))],
    [7, exported],
    [10, own.map((f) => f.code())],
  ];
  for (const [id, items] of sections) appendSection(bytes, id, items);
  return Uint8Array.from(bytes);
}

function appendSection(bytes: number[], id: number, items: readonly number[][]): void {
  const content = [unsigned(items.length), ...items];
  const length = content.reduce((sum, item) => sum + item.length, 0);
  bytes.push(id, ...unsigned(length));
  for (const item of content) for (const byte of item) bytes.push(byte);
}

function signature(f: Pick<ImportedFunction, "parameters" | "results">): number[] {
  const types = (list: readonly ValueType[]): number[] => [
    ...unsigned(list.length),
    ...list.map((type) => TYPE[type]),
  ];
  return [0x60, ...types(f.parameters), ...types(f.results)];
}
