/** What stands at a place of a JSON file. */
export type Node =
  | { readonly kind: "number" | "real" | "count" | "integer" | "text" | "boolean" }
  | { readonly kind: "literal"; readonly values: readonly (string | number)[] }
  | { readonly kind: "nullable"; readonly of: Node }
  | { readonly kind: "list"; readonly of: Node }
  | { readonly kind: "tuple"; readonly of: readonly Node[] }
  | { readonly kind: "dictionary"; readonly of: Node }
  | { readonly kind: "object"; readonly name: string; readonly fields: Readonly<Record<string, FieldNode>> };

export interface FieldNode {
  readonly says: string;
  readonly node: Node;
  readonly optional: boolean;
}

/** A description that holds for exactly the type T: a field too few or of another type does not compile. */
export interface Shape<T> {
  readonly node: Node;
  /** Never there; it makes the type invariant. */
  readonly exactly?: (value: T) => T;
}

type Fields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K>
    ? readonly [says: string, shape: Shape<Exclude<T[K], undefined>>, "optional"]
    : readonly [says: string, shape: Shape<T[K]>];
};

/** Finite. */
export const number: Shape<number> = { node: { kind: "number" } };
/** May be infinite or no number, as the texts "Infinity", "-Infinity" and "NaN", for which JSON has no numbers. */
export const real: Shape<number> = { node: { kind: "real" } };
/** Whole, at least 0. */
export const count: Shape<number> = { node: { kind: "count" } };
export const integer: Shape<number> = { node: { kind: "integer" } };
export const text: Shape<string> = { node: { kind: "text" } };
export const boolean: Shape<boolean> = { node: { kind: "boolean" } };

export function oneOf<T extends string | number>(...values: readonly T[]): Shape<T> {
  return { node: { kind: "literal", values } };
}

export function nullable<T>(of: Shape<T>): Shape<T | null> {
  return { node: { kind: "nullable", of: of.node } };
}

export function list<T>(of: Shape<T>): Shape<readonly T[]> {
  return { node: { kind: "list", of: of.node } };
}

export function pair<A, B>(a: Shape<A>, b: Shape<B>): Shape<readonly [A, B]> {
  return { node: { kind: "tuple", of: [a.node, b.node] } };
}

export function triple<A, B, C>(a: Shape<A>, b: Shape<B>, c: Shape<C>): Shape<readonly [A, B, C]> {
  return { node: { kind: "tuple", of: [a.node, b.node, c.node] } };
}

export function dictionary<T>(of: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return { node: { kind: "dictionary", of: of.node } };
}

/** @param name of its table in the documentation */
export function object<T>(name: string, fields: Fields<T>): Shape<T> {
  const entries = Object.entries<readonly [string, Shape<unknown>, "optional"?]>(
    fields as Readonly<Record<string, readonly [string, Shape<unknown>, "optional"?]>>,
  );
  const nodes = entries.map(
    ([key, [says, { node }, optional]]) => [key, { says, node, optional: optional !== undefined }] as const,
  );
  return { node: { kind: "object", name, fields: Object.fromEntries(nodes) } };
}
