import { elaborateDefinitions } from "../formula/elaborate.ts";
import { topological } from "../formula/expression.ts";
import { parseFormula } from "../formula/parse.ts";
import type { Loss } from "../losses/loss.ts";
import { formulaFor, meaningOf, staticMask } from "../plan/meaning.ts";
import type { Plan } from "../plan/plan.ts";
import { descriptionOf } from "./description.ts";
import { HELPER_WORDS } from "./fit-statements.ts";
import { snakeCase } from "./function-name.ts";
import { atom, type Piece } from "./piece.ts";
import type { PrintedScope, Statements } from "./printing.ts";
import { statementsOf } from "./statements.ts";
import type { Argument, HelperName, HelperShape, Needs, Shape, Target } from "./target.ts";
import { symbolWords } from "./variable-names.ts";

interface Printed {
  readonly loss: Loss;
  readonly plan: Plan;
  readonly scopes: readonly PrintedScope[];
  readonly shape: Shape;
  readonly target: Target;
  readonly name: string;
  readonly args: readonly Argument[];
}

/** The whole module. */
export function codeOf({ loss, plan, scopes, shape, target, name, args }: Printed): string {
  const symbols = symbolsIn(scopes);
  const taken = new Set([
    ...args.map((arg) => arg.name),
    ...RESERVED.map(target.nameOf),
    ...[...symbols].map(target.nameOf),
    ...Object.values(HELPER_WORDS).map((words) => target.nameOf(`_${words}`)),
    name,
  ]);
  const written = statementsOf(scopes, {
    target,
    channels: shape.channels,
    keepsClasses: shape.keepsClasses,
    hasBoth: scopes.length > 1,
    hints: hintsOf(loss, plan),
    vectorNames: vectorNamesOf(loss, plan),
    taken,
  });
  const needs: Needs = {
    symbols,
    ...fieldsOf(plan, target),
    counts: written.counts,
    space: written.helpers.has("skeleton"),
  };
  const preamble = target.preamble(shape, needs);
  const { lines, result } = averaged(scopes, written.results, shape, target);
  const body = [...preamble, ...written.lines, ...lines];
  const over = new Set(scopes.map((scope) => scope.over));
  const helpers = helpersFor([...body, result], target, {
    ...shape,
    over,
    ranksWeights: written.ranksWeights,
  });
  const all = [...helpers, ...body, result].join("\n");
  return target.assemble({
    name,
    description: descriptionOf(loss, plan, target),
    arguments: args,
    imports: target.imports(all),
    helpers,
    body,
    result,
  });
}

/** The helpers that are called in lines of the loss, or in one another. */
function helpersFor(lines: readonly string[], target: Target, shape: HelperShape): string[] {
  const made = new Map<HelperName, string>();
  const isCalled = (helper: HelperName): boolean => {
    const call = new RegExp(`(?<![\\w.])${target.nameOf(`_${HELPER_WORDS[helper]}`)}\\(`);
    return [...lines, ...made.values()].some((text) => call.test(text));
  };
  for (const helper of [...HELPER_ORDER].reverse())
    if (isCalled(helper)) made.set(helper, target.helpers[helper](shape));
  return [...made.values()].reverse();
}

/** Each may call those before it. */
const HELPER_ORDER: readonly HelperName[] = [
  "stop",
  "ratio",
  "logOthers",
  "lovaszWeights",
  "hardest",
  "skeleton",
];
const RESERVED = [
  "z",
  "y",
  "p",
  "q",
  "w",
  "v",
  "log_p",
  "log_q",
  "valid",
  "present",
  "loss",
  "per_image",
  "of_images",
  "of_batch",
  "labels",
  "pixels",
  "all_pixels",
  "math",
  "torch",
  "jnp",
  "jax",
  "ops",
  "keras",
  "tf",
];

/** Means over the images; what is summed over images and what over the batch is added up. */
function averaged(
  scopes: readonly PrintedScope[],
  results: Statements["results"],
  shape: Shape,
  target: Target,
): { lines: string[]; result: string } {
  const leavesOut = shape.masked || shape.ignore.length > 0;
  const lines: string[] = [];
  const parts = scopes.map(({ over }, i): Piece => {
    const piece = results[i];
    if (over === "batch") return piece;
    if (!leavesOut) return target.reduce.mean(piece, { axes: null, keep: false });
    lines.push(...target.meanOfValidImages(piece, piece.hasAxes));
    return atom(target.nameOf("loss"));
  });
  if (parts.length === 1) return { lines, result: parts[0].text };
  const names = ["of_images", "of_batch"].map((name) => target.nameOf(name));
  for (const [i, name] of names.entries()) lines.push(target.assign(name, parts[i].text));
  return { lines, result: target.ops.add(atom(names[0]), atom(names[1])).text };
}

function symbolsIn(scopes: readonly PrintedScope[]): Set<string> {
  const names = topological(scopes.map(({ value }) => value)).flatMap((e) =>
    e.kind === "symbol" ? [e.name] : [],
  );
  return new Set(names.map(symbolWords));
}

function fieldsOf(plan: Plan, target: Target): Pick<Needs, "perPixel" | "perClass"> {
  const name = (field: string): string => target.nameOf(symbolWords(field));
  return {
    perPixel: [...plan.fields.flatMap(({ d1, d2 }) => [d1, d2]), ...plan.maps].map(name),
    perClass: plan.classFields.map((field) => name(field.name)),
  };
}

/** What the definitions of the formulas are called, by the key of the expression. */
function hintsOf({ terms }: Loss, plan: Plan): Map<string, string> {
  const hints = new Map<string, string>();
  for (const term of terms) {
    const field = plan.fields.find(
      ({ settings }) => JSON.stringify(settings) === JSON.stringify(term.fields),
    );
    const definitions = elaborateDefinitions(
      parseFormula(formulaFor(term, plan.setting)),
      meaningOf(term, plan.setting, field, plan.classFields),
    );
    for (const [name, value] of definitions)
      if (value.kind === "apply" && !hints.has(value.key)) hints.set(value.key, snakeCase(name));
  }
  return hints;
}

function vectorNamesOf({ terms }: Loss, plan: Plan): Map<string, string> {
  const names = new Map<string, string>();
  const { channels } = plan.setting;
  names.set(Array.from({ length: channels }, (_, c) => (c === 0 ? 0 : 1)).join(), "foreground");
  for (const term of terms) {
    const mask = staticMask(term, plan.setting);
    if (mask.kind === "vector") names.set(mask.values.join(), "classes");
    const lists = { ...term.parameters, classWeights: term.classWeights };
    for (const [name, list] of Object.entries(lists))
      if (Array.isArray(list)) names.set(list.join(), snakeCase(name));
  }
  return names;
}
