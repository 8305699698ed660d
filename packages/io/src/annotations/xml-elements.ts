/** An element of XML that opens: its name and attributes. Text between elements is not kept. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of the elements around it, outermost first. */
  readonly within: readonly string[];
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const TAG =
  /<(?:!--[\s\S]*?--|[?!][^>]*|(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?))>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** All elements in the order in which they open. For files that machines wrote: no DTD, no entities of their own. */
export function xmlElements(text: string): XmlElement[] {
  const elements: XmlElement[] = [];
  const open: string[] = [];
  for (const [, closes, name, attributes = "", empty] of text.matchAll(TAG)) {
    if (!name) continue;
    if (closes) {
      const at = open.lastIndexOf(name);
      if (at >= 0) open.length = at;
      continue;
    }
    elements.push({ name, attributes: attributesOf(attributes), within: [...open] });
    if (!empty) open.push(name);
  }
  return elements;
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, double, single] of text.matchAll(ATTRIBUTE))
    attributes[name] = decoded(double ?? single);
  return attributes;
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
