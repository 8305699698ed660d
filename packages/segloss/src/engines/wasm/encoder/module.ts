import { type Bytes, joined, pushText, pushUnsigned } from "./bytes.ts";
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
  const names = [...functions.keys()];
  return joined([
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [...imports, ...own], pushSignature),
    ...section(2, [...imports, null], (to, entry, i) => pushImport(to, entry, i, shared)),
    ...section(3, own, (to, _, i) => pushUnsigned(to, imports.length + i)),
    ...section(7, names, (to, name, i) => {
      pushText(to, name);
      to.push(0);
      pushUnsigned(to, imports.length + i);
    }),
    ...sectionOf(10, [counted(own.length), ...own.map((f) => f.code())]),
  ]);
}

/** A section of small items: its number, its size, how many there are, and the items. */
function section<T>(
  id: number,
  items: readonly T[],
  push: (to: Bytes, item: T, i: number) => void,
): ArrayLike<number>[] {
  const content: Bytes = counted(items.length);
  for (const [i, item] of items.entries()) push(content, item, i);
  return sectionOf(id, [content]);
}

function sectionOf(id: number, content: readonly ArrayLike<number>[]): ArrayLike<number>[] {
  const head: Bytes = [id];
  pushUnsigned(
    head,
    content.reduce((bytes, part) => bytes + part.length, 0),
  );
  return [head, ...content];
}

function counted(n: number): Bytes {
  const bytes: Bytes = [];
  pushUnsigned(bytes, n);
  return bytes;
}

/** An imported function, whose type has its own number, or (null) the memory. */
function pushImport(to: Bytes, entry: ImportedFunction | null, i: number, shared: boolean): void {
  pushText(to, "host");
  pushText(to, entry?.name ?? "memory");
  to.push(entry ? 0 : 2);
  if (entry) pushUnsigned(to, i);
  else if (!shared) to.push(0, 0);
  else {
    to.push(3, 0);
    pushUnsigned(to, MAXIMUM_PAGES);
  }
}

function pushSignature(to: Bytes, f: Pick<ImportedFunction, "parameters" | "results">): void {
  to.push(0x60);
  for (const types of [f.parameters, f.results]) {
    pushUnsigned(to, types.length);
    for (const type of types) to.push(TYPE[type]);
  }
}
