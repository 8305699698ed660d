import type { Node } from "./shape.ts";

/** Why a value is not what its description says: where, expected what, got what. */
export class ShapeError extends Error {}

const WORDS: Readonly<Record<string, string>> = {
  number: "a number",
  real: 'a number, or "Infinity", "-Infinity" or "NaN"',
  count: "a whole number of at least 0",
  integer: "a whole number",
  text: "text",
  boolean: "true or false",
  list: "a list",
  tuple: "a list",
  dictionary: "an object",
  object: "an object",
};

const REALS: Readonly<Record<string, number>> = {
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
};

const SIMPLE: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: Number.isFinite,
  count: (value) => Number.isInteger(value) && (value as number) >= 0,
  integer: Number.isInteger,
  text: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
};

/**
 * A value of parsed JSON as what its description says; fields that it does not know are kept.
 * @throws ShapeError
 */
export function readShape(node: Node, value: unknown, path = ""): unknown {
  if (node.kind === "nullable") return value === null ? null : readShape(node.of, value, path);
  if (node.kind === "literal")
    return node.values.includes(value as string) ? value : refuse(node, value, path);
  if (node.kind === "real") return readReal(node, value, path);
  if (node.kind === "list" || node.kind === "tuple") return readList(node, value, path);
  if (node.kind === "object" || node.kind === "dictionary") return readObject(node, value, path);
  return SIMPLE[node.kind](value) ? value : refuse(node, value, path);
}

function readReal(node: Node, value: unknown, path: string): number {
  if (typeof value === "number") return value;
  return Object.hasOwn(REALS, String(value)) ? REALS[String(value)] : refuse(node, value, path);
}

function readList(node: Node & { readonly kind: "list" | "tuple" }, value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) return refuse(node, value, path);
  if (node.kind === "list") return value.map((one, k) => readShape(node.of, one, `${path}[${k}]`));
  if (value.length !== node.of.length)
    throw new ShapeError(`${path}: expected ${node.of.length} values, got ${value.length}`);
  return node.of.map((one, k) => readShape(one, value[k], `${path}[${k}]`));
}

function readObject(
  node: Node & { readonly kind: "object" | "dictionary" },
  value: unknown,
  path: string,
): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(node, value, path);
  const given = value as Readonly<Record<string, unknown>>;
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  if (node.kind === "dictionary")
    return Object.fromEntries(
      Object.entries(given).map(([key, one]) => [key, readShape(node.of, one, at(key))]),
    );
  const fields = Object.entries(node.fields).flatMap(([key, { node: of, optional }]) => {
    if (Object.hasOwn(given, key)) return [[key, readShape(of, given[key], at(key))] as const];
    if (optional) return [];
    throw new ShapeError(`${at(key)}: is missing`);
  });
  return { ...given, ...Object.fromEntries(fields) };
}

function refuse(node: Node, value: unknown, path: string): never {
  const expected =
    node.kind === "literal" ? node.values.map((one) => JSON.stringify(one)).join(" or ") : WORDS[node.kind];
  const got = value === undefined ? "nothing" : JSON.stringify(value);
  throw new ShapeError(
    `${path || "the file"}: expected ${expected}, got ${got.length > 60 ? `${got.slice(0, 57)}...` : got}`,
  );
}
