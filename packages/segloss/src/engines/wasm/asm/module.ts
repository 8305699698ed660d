import type { Callee } from "./builder.ts";
import { ByteWriter } from "./byte-writer.ts";
import { TYPE } from "./value-type.ts";

/** A function that the host supplies. */
export interface ImportedFunction extends Callee {
  readonly name: string;
}

/** A function that is ready to be written. */
export interface EncodedFunction extends Callee {
  code(numberOf: (target: Callee) => number): Uint8Array;
}

export interface ModuleParts {
  /** Exported functions by name, in order. */
  readonly functions: ReadonlyMap<string, EncodedFunction>;
  readonly imports?: readonly ImportedFunction[];
  /** Whether the imported memory is shared between threads. */
  readonly shared: boolean;
}

/** Pages that a memory of the engine may grow to: 4 GiB. */
export const MAXIMUM_PAGES = 65536;

/**
 * Bytes of a module that imports `host.memory` and the named functions of `host`, and exports its functions. Functions
 * are numbered here: imported ones first.
 */
export function encodeModule({ functions, imports = [], shared }: ModuleParts): Uint8Array<ArrayBuffer> {
  const own = [...functions.values()];
  const numbers = new Map<Callee, number>([...imports, ...own].map((callee, i) => [callee, i]));
  const numberOf = (target: Callee): number => {
    const number = numbers.get(target);
    if (number === undefined) throw new Error("A function calls one that is not in its module: add it, too.");
    return number;
  };
  const module = new ByteWriter();
  for (const n of [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) module.byte(n);
  section(module, 1, [...imports, ...own], writeSignature);
  section(module, 2, [...imports, null], (to, entry, i) => writeImport(to, entry, i, shared));
  section(module, 3, own, (to, _, i) => to.unsigned(imports.length + i));
  section(module, 7, [...functions.keys()], (to, name, i) => {
    to.text(name);
    to.byte(0);
    to.unsigned(imports.length + i);
  });
  section(module, 10, own, (to, f) => to.append(f.code(numberOf)));
  return module.bytes().slice();
}

/** A section: its number, its size, how many items there are, and the items. */
function section<T>(
  module: ByteWriter,
  id: number,
  items: readonly T[],
  write: (to: ByteWriter, item: T, i: number) => void,
): void {
  const content = new ByteWriter();
  content.unsigned(items.length);
  for (const [i, item] of items.entries()) write(content, item, i);
  module.byte(id);
  module.unsigned(content.length);
  module.append(content.bytes());
}

/** An imported function, whose type has its own number, or (null) the memory. */
function writeImport(to: ByteWriter, entry: ImportedFunction | null, i: number, shared: boolean): void {
  to.text("host");
  to.text(entry?.name ?? "memory");
  to.byte(entry ? 0 : 2);
  if (entry) to.unsigned(i);
  else if (!shared) {
    to.byte(0);
    to.byte(0);
  } else {
    to.byte(3);
    to.byte(0);
    to.unsigned(MAXIMUM_PAGES);
  }
}

function writeSignature(to: ByteWriter, { types, results }: Callee): void {
  to.byte(0x60);
  for (const list of [types, results]) {
    to.unsigned(list.length);
    for (const type of list) to.byte(TYPE[type]);
  }
}
