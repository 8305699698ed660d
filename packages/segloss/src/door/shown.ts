import { escaped } from "./escaped.ts";

/** Characters of a value that a message shows. */
const LONGEST = 80;
const LONGEST_LIST = 8;

/** A value as a message shows it: on one line, without control characters, and short however long it is. */
export function shown(value: unknown): string {
  if (typeof value === "string") return `"${escaped(value, LONGEST)}"`;
  if (typeof value === "bigint") return `${escaped(String(value), LONGEST)}n`;
  if (typeof value === "symbol") return "a symbol";
  if (typeof value === "function") return functionText(value);
  if (Array.isArray(value)) return listText(value);
  if (ArrayBuffer.isView(value)) return viewText(value);
  if (typeof value === "object" && value !== null) return objectText(value);
  return String(value);
}

function functionText(value: { readonly name: unknown }): string {
  return typeof value.name === "string" && value.name !== ""
    ? `the function ${escaped(value.name, LONGEST)}`
    : "a function";
}

/** Lists inside of lists are not gone into: they may hold themselves. */
function listText(list: readonly unknown[]): string {
  const part = Array.from(list.slice(0, LONGEST_LIST), (x) => (Array.isArray(x) ? "[...]" : shown(x)));
  return escaped(`[${[...part, ...(list.length > LONGEST_LIST ? ["..."] : [])].join(", ")}]`, 2 * LONGEST);
}

function viewText(view: ArrayBufferView): string {
  const name = (view as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag];
  return view instanceof DataView
    ? "a DataView"
    : `${article(name)} ${name} of length ${(view as Uint8Array).length}`;
}

function article(name: string | undefined): string {
  return name?.startsWith("I") ? "an" : "a";
}

function objectText(value: object): string {
  const name = Object.prototype.toString.call(value).slice(8, -1);
  return name === "Object" ? "an object" : `a ${escaped(name, LONGEST)}`;
}
