import { type Expression, isNumber, topological } from "./expression.ts";
import { printedSize, readBack } from "./read-back.ts";
import type { Syntax } from "./syntax.ts";

/** Parts of expressions that are printed once, under a name. */
export interface NamedParts {
  /** Names by the key of the part. */
  readonly names: ReadonlyMap<string, string>;
  /** The parts, each after those that it uses. */
  readonly definitions: readonly NamedPart[];
  /** What a definition or a root uses by name, directly. */
  uses(e: Expression): readonly NamedPart[];
}

export interface NamedPart {
  readonly name: string;
  readonly key: string;
  readonly expression: Expression;
  readonly value: Syntax;
}

/** Symbols and operations from which on a part that stands in several places gets a name. */
const WORTH_A_NAME = 7;

/**
 * Names for the parts that several operations share and that are longer than a name: what is printed then grows as the
 * shared graph does, and not as the tree that it stands for.
 */
export function nameParts(roots: readonly Expression[]): NamedParts {
  const order = topological(roots);
  const uses = countUses(order, roots);
  const sizes = new Map<string, number>();
  const names = new Map<string, string>();
  const definitions: NamedPart[] = [];
  const fresh = freshNames(order);
  for (const e of order) {
    const size = printedSize(e, (part) => sizes.get(part.key) as number);
    const isShared = e.kind === "apply" && !divides(e) && (uses.get(e.key) as number) > 1;
    sizes.set(e.key, isShared && size >= WORTH_A_NAME ? 1 : size);
    if (!isShared || size < WORTH_A_NAME) continue;
    const name = fresh();
    definitions.push({ name, key: e.key, expression: e, value: readBack(e, names) });
    names.set(e.key, name);
  }
  const byKey = new Map(definitions.map((part) => [part.key, part]));
  return { names, definitions, uses: (e) => namedIn(e, byKey) };
}

/**
 * How often each part is written as an operand or a root. What divides is written as a quotient wherever it stands, so
 * that its uses are those of its base.
 */
function countUses(order: readonly Expression[], roots: readonly Expression[]): Map<string, number> {
  const uses = new Map<string, number>(order.map(({ key }) => [key, 0]));
  const add = ({ key }: Expression, count: number): void =>
    void uses.set(key, (uses.get(key) as number) + count);
  for (const root of roots) add(root, 1);
  for (const e of [...order].reverse()) {
    if (e.kind !== "apply") continue;
    for (const arg of e.args) add(arg, divides(e) ? (uses.get(e.key) as number) : 1);
  }
  return uses;
}

function divides(e: Expression): boolean {
  if (e.kind !== "apply") return false;
  if (e.op === "inverse") return true;
  return e.op === "pow" && isNumber(e.args[1]) && e.args[1].value < 0;
}

/** The named parts below an expression that no other named part hides. */
function namedIn(root: Expression, named: ReadonlyMap<string, NamedPart>): NamedPart[] {
  const seen = new Set<string>();
  const visit = (e: Expression): NamedPart[] => {
    if (seen.has(e.key)) return [];
    seen.add(e.key);
    const part = e === root ? undefined : named.get(e.key);
    if (part) return [part];
    return e.kind === "apply" ? e.args.flatMap(visit) : [];
  };
  return visit(root);
}

/** Letters that mean nothing else in formulas, then with numbers. */
const LETTERS = [..."abcdfkmnrstu"];

function freshNames(order: readonly Expression[]): () => string {
  const taken = new Set(order.flatMap((e) => (e.kind === "symbol" ? [e.name] : [])));
  let count = 0;
  const next = (): string => {
    const round = Math.floor(count / LETTERS.length);
    const name = `${LETTERS[count++ % LETTERS.length]}${round === 0 ? "" : round}`;
    return taken.has(name) ? next() : name;
  };
  return next;
}
