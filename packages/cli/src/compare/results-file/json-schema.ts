import type { Node } from "./shape.ts";

type Json = Readonly<Record<string, unknown>>;

const SIMPLE: Readonly<Record<string, Json>> = {
  number: { type: "number" },
  real: { anyOf: [{ type: "number" }, { enum: ["Infinity", "-Infinity", "NaN"] }] },
  count: { type: "integer", minimum: 0 },
  integer: { type: "integer" },
  text: { type: "string" },
  boolean: { type: "boolean" },
};

/** A description as JSON Schema (draft 2020-12), named objects under `$defs`. */
export function jsonSchema(root: Node, title: string): Json {
  const definitions: Record<string, Json> = {};
  const schema = schemaOf(root, definitions);
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title, ...schema, $defs: definitions };
}

function schemaOf(node: Node, definitions: Record<string, Json>): Json {
  const of = (inner: Node) => schemaOf(inner, definitions);
  if (node.kind === "nullable") return { anyOf: [of(node.of), { type: "null" }] };
  if (node.kind === "literal") return { enum: node.values };
  if (node.kind === "list") return { type: "array", items: of(node.of) };
  if (node.kind === "tuple")
    return { type: "array", prefixItems: node.of.map(of), items: false, minItems: node.of.length };
  if (node.kind === "dictionary") return { type: "object", additionalProperties: of(node.of) };
  if (node.kind !== "object") return SIMPLE[node.kind];
  definitions[node.name] ??= objectSchema(node, definitions);
  return { $ref: `#/$defs/${node.name}` };
}

function objectSchema(node: Node & { readonly kind: "object" }, definitions: Record<string, Json>): Json {
  const fields = Object.entries(node.fields);
  return {
    type: "object",
    properties: Object.fromEntries(
      fields.map(([key, { says, node: of }]) => {
        const schema = schemaOf(of, definitions);
        return [key, says === "" ? schema : { ...schema, description: says }];
      }),
    ),
    required: fields.filter(([, { optional }]) => !optional).map(([key]) => key),
  };
}
