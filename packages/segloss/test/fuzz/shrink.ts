import type { Syntax } from "../../src/formula/syntax.ts";
import type { SettingSpec, Spec, TermSpec } from "./spec.ts";

/** Smaller cases that fail in their turn, down to one of which none does. */
export async function shrink(
  spec: Spec,
  fails: (spec: Spec) => boolean | Promise<boolean>,
  tries = 400,
): Promise<Spec> {
  let best = spec;
  let left = tries;
  for (let found = true; found; ) {
    found = false;
    for (const smaller of smallerSpecs(best)) {
      if (left-- <= 0) return best;
      if (!(await fails(smaller))) continue;
      best = smaller;
      found = true;
      break;
    }
  }
  return best;
}

function* smallerSpecs(spec: Spec): Generator<Spec> {
  const { terms, setting } = spec;
  if (terms.length > 1)
    for (let i = 0; i < terms.length; i++) yield { setting, terms: terms.filter((_, k) => k !== i) };
  for (const simpler of simplerSettings(setting)) yield { terms, setting: simpler };
  for (const [i, term] of terms.entries())
    for (const simpler of simplerTerms(term))
      yield { setting, terms: terms.map((other, k) => (k === i ? simpler : other)) };
}

function* simplerSettings(s: SettingSpec): Generator<SettingSpec> {
  if (s.batch > 1) yield { ...s, batch: s.batch - 1 };
  if (s.layout !== "channels-last") yield { ...s, layout: "channels-last" };
  if (s.weighted) yield { ...s, weighted: false };
  if (s.masked) yield { ...s, masked: false };
  if (s.ignore.length > 0) yield { ...s, ignore: [] };
  if (s.soft) yield { ...s, soft: false };
  if (s.logits !== "normal") yield { ...s, logits: "normal" };
  if (s.space.length > 1 || s.space[0] > 4) for (const n of [1, 2, 3, 7]) yield { ...s, space: [n] };
}

function* simplerTerms(term: TermSpec): Generator<TermSpec> {
  if (term.weight !== 1) yield { ...term, weight: 1 };
  for (const name of Object.keys(term.options)) {
    if (name === "parameters") continue;
    const { [name]: _, ...options } = term.options;
    yield { ...term, options };
  }
  if (!("body" in term)) return;
  for (let i = 0; i < term.definitions.length; i++)
    for (const value of smaller(term.definitions[i][1]))
      yield { ...term, definitions: term.definitions.map(([name, old], k) => [name, k === i ? value : old]) };
  for (const [name, value] of term.definitions) {
    const inlined = replaced(term.body, name, value);
    const rest = term.definitions.filter(([other]) => other !== name);
    yield {
      ...term,
      body: inlined,
      definitions: rest.map(([other, old]) => [other, replaced(old, name, value)]),
    };
  }
  for (const body of smaller(term.body)) yield { ...term, body };
}

function replaced(node: Syntax, name: string, by: Syntax): Syntax {
  if (node.kind === "name") return node.name === name ? by : node;
  return withParts(
    node,
    partsOf(node).map((part) => replaced(part, name, by)),
  );
}

function partsOf(node: Syntax): readonly Syntax[] {
  if (node.kind === "negate") return [node.operand];
  if (node.kind === "binary") return [node.left, node.right];
  return node.kind === "call" ? node.args : [];
}

function withParts(node: Syntax, parts: readonly Syntax[]): Syntax {
  if (node.kind === "negate") return { ...node, operand: parts[0] };
  if (node.kind === "binary") return { ...node, left: parts[0], right: parts[1] };
  return node.kind === "call" ? { ...node, args: parts } : node;
}

/** The node by one of its parts, by p or by 1, or with one part smaller. */
function* smaller(node: Syntax): Generator<Syntax> {
  const parts = partsOf(node);
  for (const part of parts) if (part.kind !== "number") yield part;
  if (parts.length > 0) {
    yield { kind: "name", name: "p", at: 0 };
    yield { kind: "number", value: 1, at: 0 };
  }
  for (const [i, part] of parts.entries())
    for (const less of smaller(part))
      yield withParts(
        node,
        parts.map((other, k) => (k === i ? less : other)),
      );
}
