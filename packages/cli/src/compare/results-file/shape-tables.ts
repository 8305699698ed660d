import type { Node } from "./shape.ts";

/** A description as Markdown: a table for each named object, in the order in which they occur. */
export function shapeTables(root: Node): string {
  const tables = new Map<string, string>();
  collect(root, tables);
  return [...tables.values()].join("\n");
}

function collect(node: Node, tables: Map<string, string>): void {
  if (node.kind === "tuple") for (const one of node.of) collect(one, tables);
  else if (node.kind !== "object") {
    if ("of" in node) collect(node.of, tables);
  } else if (!tables.has(node.name)) {
    tables.set(node.name, tableOf(node));
    for (const field of Object.values(node.fields)) collect(field.node, tables);
  }
}

function tableOf({ name, fields }: Node & { readonly kind: "object" }): string {
  const rows = Object.entries(fields).map(
    ([key, { says, node, optional }]) =>
      `| \`${key}\`${optional ? " (optional)" : ""} | ${kindOf(node)} | ${says} |`,
  );
  return [`### ${name}`, "", "| field | holds | which is |", "|---|---|---|", ...rows, ""].join("\n");
}

function kindOf(node: Node): string {
  if (node.kind === "nullable") return `${kindOf(node.of)} or null`;
  if (node.kind === "literal") return node.values.map((value) => `\`${value}\``).join(", ");
  if (node.kind === "list")
    return node.of.kind === "nullable" ? `list of (${kindOf(node.of)})` : `list of ${kindOf(node.of)}`;
  if (node.kind === "tuple") return `[${node.of.map(kindOf).join(", ")}]`;
  if (node.kind === "dictionary") return `object of ${kindOf(node.of)}`;
  if (node.kind === "object") return `[${node.name}](#${node.name.toLowerCase()})`;
  return node.kind === "real" ? "number, or its name as text" : node.kind;
}
