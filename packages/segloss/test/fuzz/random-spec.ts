import { allOptions, LOSSES } from "segloss";
import type { BinaryOperator, Syntax } from "../../src/formula/syntax.ts";
import { below, seededRandom } from "../conformance/random.ts";
import type { SettingSpec, Spec, TermSpec } from "./spec.ts";

type Random = () => number;

const pick = <T>(random: Random, ...of: readonly T[]): T => of[below(of.length, random)];
const chance = (random: Random, share: number): boolean => random() < share;

const number = (value: number): Syntax =>
  value < 0 ? { kind: "negate", operand: number(-value), at: 0 } : { kind: "number", value, at: 0 };
const name = (text: string): Syntax => ({ kind: "name", name: text, at: 0 });
const call = (text: string, ...args: Syntax[]): Syntax => ({ kind: "call", name: text, args, at: 0 });
const binary = (operator: BinaryOperator, left: Syntax, right: Syntax): Syntax => ({
  ...{ kind: "binary", operator, left, right, at: 0 },
});

/** What a random formula may use. */
interface Scope {
  readonly random: Random;
  readonly names: readonly string[];
  readonly setting: SettingSpec;
}

/** The case of a number, from a seed. */
export function randomSpec(seed: number, at: number): Spec {
  const random = seededRandom((seed * 1_000_003 + at * 7919) >>> 0);
  for (let i = 0; i < 3; i++) random();
  const setting = randomSetting(random, at);
  const kind = random();
  const terms: TermSpec[] = [];
  const count = kind < 0.55 ? 1 + below(2, random) : 2;
  for (let i = 0; i < count; i++) {
    const isFormula = kind < 0.55 || (kind < 0.8 && i === 0);
    terms.push(isFormula ? formulaTerm(random, setting) : namedTerm(random, setting));
  }
  return { terms, setting };
}

/** With a tail of fewer than 16 pixels and without, with a block of them and without. */
const SPACES: readonly (readonly number[])[] = [[1], [7], [4, 4], [5, 7], [3, 4, 2], [2, 3, 3]];
/** Of few channels: with many the reference takes its time. */
const LARGER: readonly (readonly number[])[] = [...SPACES, [9, 11], [67]];

function randomSetting(random: Random, at: number): SettingSpec {
  const channels = pick(random, 1, 1, 1, 2, 3, 3, 5, 8, 21);
  const link =
    channels === 1
      ? pick(random, "sigmoid", "sigmoid", "sigmoid", "none")
      : pick(random, "softmax", "softmax", "sigmoid", "none");
  const soft = chance(random, 0.25);
  const classes = Math.max(2, channels);
  return {
    batch: pick(random, 1, 2, 2, 3),
    space: pick(random, ...(channels > 3 ? SPACES : LARGER)),
    channels,
    layout: pick(random, "channels-last", "channels-last", "channels-first"),
    link: link as SettingSpec["link"],
    soft,
    weighted: chance(random, 0.3),
    masked: chance(random, 0.35),
    ignore: soft || chance(random, 0.6) ? [] : pick(random, [255], [0], [classes, 255]),
    logits: pick(random, "normal", "normal", "normal", "large", "small", "saturated"),
    data: at,
  };
}

// Formulas.

const SMOOTH = ["tanh", "sigmoid", "softplus", "exp", "expm1", "sinh", "cosh"] as const;
const KINKED = ["abs", "relu", "sign", "step", "stop"] as const;
const SYMBOLS = ["z", "p", "p", "q", "y", "y", "logp", "log1mp"] as const;
const OTHERS = ["C", "progress", "foreground", "classWeights", "u", "m"] as const;

function formulaTerm(random: Random, setting: SettingSpec): TermSpec {
  const definitions: [string, Syntax][] = [];
  const count = chance(random, 0.3) ? 1 + below(2, random) : 0;
  for (let i = 0; i < count; i++) {
    const scope = { random, setting, names: definitions.map(([known]) => known) };
    definitions.push([`a${i + 1}`, chance(random, 0.6) ? pixels(scope, 2) : region(scope, 1)]);
  }
  const scope = { random, setting, names: definitions.map(([known]) => known) };
  const perClass = (low: number) =>
    Array.from({ length: setting.channels }, () => low + below(17, random) / 8);
  return {
    weight: pick(random, 1, 1, 0.5, -1, 2),
    body: region(scope, 2),
    definitions,
    options: {
      parameters: { u: perClass(0) },
      over: pick(random, "image", "batch"),
      ...regionOptions(random, setting),
    },
  };
}

function regionOptions(random: Random, { channels }: SettingSpec): Record<string, unknown> {
  const perClass = () => Array.from({ length: channels }, () => (1 + below(16, random)) / 8);
  return {
    ...(chance(random, 0.15) && { pooled: true }),
    ...(chance(random, 0.2) && { normalize: true }),
    ...(chance(random, 0.2) && { empty: pick(random, 0, 0.5) }),
    ...(channels > 1 && chance(random, 0.2) && { background: false }),
    ...(channels > 1 && chance(random, 0.2) && { classWeights: perClass() }),
    ...(chance(random, 0.25) && {
      classes: pick<unknown>(random, "present", "all", [below(channels, random)], [channels - 1]),
    }),
  };
}

/** A formula without the axis of pixels. */
function region(scope: Scope, depth: number): Syntax {
  const { random } = scope;
  const inner = () => pixels(scope, 1 + below(3, random));
  const kind = random();
  if (depth === 0 || kind < 0.4) return call(pick(random, "mean", "mean", "sum"), inner());
  const next = () => region(scope, depth - 1);
  if (kind < 0.5) return binary("/", call("sum", inner()), positiveSum(scope));
  if (kind < 0.56) return call("lovasz", call("relu", inner()));
  if (kind < 0.6) return call("lovasz", call("abs", binary("-", name("y"), name("p"))));
  if (kind < 0.64) return binary("/", next(), binary("+", binary("^", next(), number(2)), number(0.5)));
  if (kind < 0.72)
    return binary(pick(random, "+", "-"), next(), binary("*", number(pick(random, 0.5, 2, -1)), next()));
  if (kind < 0.76) return binary("*", next(), next());
  if (kind < 0.8)
    return call(pick(random, "tanh", "abs", "relu", "stop", "sigmoid", "softplus", "step"), next());
  if (kind < 0.83) return call("sqrt", binary("+", binary("^", next(), number(2)), number(0.25)));
  if (kind < 0.86) return call("log", binary("+", binary("^", next(), number(2)), number(1)));
  if (kind < 0.89) return call("exp", call("tanh", next()));
  if (kind < 0.91) return call(pick(random, "max", "min"), next(), next());
  if (kind < 0.94) return call(pick(random, "total", "largest"), next());
  if (kind < 0.96)
    return binary(
      "-",
      number(1),
      binary("/", call("sum", binary("*", name("p"), name("y"))), positiveSum(scope)),
    );
  return binary(
    "+",
    next(),
    call("mean", binary("*", call("hardest", inner(), number(pick(random, 0.1, 0.25, 0.5, 1))), inner())),
  );
}

/** A sum that is not negative. */
function positiveSum(scope: Scope): Syntax {
  const { random } = scope;
  const squares = call("sum", binary("^", pixels(scope, 1), number(2)));
  return pick(
    random,
    binary("+", call("sum", name("p")), call("sum", name("y"))),
    call("sum", name("p")),
    call("sum", name("y")),
    binary("+", squares, number(pick(random, 0.01, 1))),
    squares,
  );
}

/** A formula that may vary over pixels. */
function pixels(scope: Scope, depth: number): Syntax {
  const { random } = scope;
  if (depth === 0 || chance(random, 0.12)) return leaf(scope);
  const part = () => pixels(scope, depth - 1);
  const kind = random();
  if (kind < 0.34) return binary(pick(random, "+", "-", "*", "*"), part(), part());
  if (kind < 0.38) return { kind: "negate", operand: part(), at: 0 };
  if (kind < 0.43) return binary("/", part(), positive(part()));
  if (kind < 0.5) {
    const f = pick(random, ...SMOOTH);
    return call(f, ["exp", "expm1", "sinh", "cosh"].includes(f) ? call("tanh", part()) : part());
  }
  if (kind < 0.59) return call(pick(random, ...KINKED), part());
  if (kind < 0.62) return call(pick(random, "log", "sqrt"), positive(part()));
  if (kind < 0.64) return call("log1p", binary("^", part(), number(2)));
  if (kind < 0.69) return binary("^", part(), number(pick(random, 2, 2, 3, 4, 1, 0)));
  if (kind < 0.72) return binary("^", positive(part()), number(pick(random, -1, -2, 0.5, 1.5, -0.5)));
  if (kind < 0.77)
    return binary(
      "^",
      name(pick(random, "p", "q")),
      pick(random, number(0.5), number(2), number(1.5), name("u"), number(3)),
    );
  if (kind < 0.79) return binary("^", name("y"), pick(random, name("y"), name("p"), number(2)));
  if (kind < 0.81) return binary("^", name("p"), name("y"));
  if (kind < 0.86) return call(pick(random, "min", "max"), part(), part());
  if (kind < 0.88) return call("clip", part(), number(0.1), number(0.8));
  if (kind < 0.92) return call(pick(random, "total", "total", "largest", "isLargest"), part());
  if (kind < 0.97) return call(pick(random, "sum", "mean", "mean"), part());
  if (kind < 0.98)
    return call(
      "skeleton",
      pick(random, name("p"), name("y"), binary("*", name("p"), name("y"))),
      number(below(3, random)),
    );
  return call("hardest", part(), number(pick(random, 0.25, 0.5)));
}

function leaf({ random, names }: Scope): Syntax {
  if (names.length > 0 && chance(random, 0.5)) return name(pick(random, ...names));
  if (chance(random, 0.72)) return name(pick(random, ...SYMBOLS));
  if (chance(random, 0.5)) return number(pick(random, 0, 1, 2, 3, 0.5, 0.25, 1e-3));
  return name(pick(random, ...OTHERS));
}

/** x^2 + 1/2 */
function positive(x: Syntax): Syntax {
  return binary("+", binary("^", x, number(2)), number(0.5));
}

// Losses of the catalogue.

function namedTerm(random: Random, setting: SettingSpec): TermSpec {
  const factory = pick(random, ...LOSSES);
  const options: Record<string, unknown> = {};
  for (const [option, spec] of Object.entries(allOptions(factory.definition))) {
    if (!chance(random, 0.3) || option === "link") continue;
    const inside = (): number => {
      const [low, high] = [spec.min ?? 0, Math.min(spec.max ?? 4, (spec.min ?? 0) + 4)];
      return Math.max(low, Number((low + ((1 + below(15, random)) / 16) * (high - low)).toPrecision(6)));
    };
    const perClass = () => Array.from({ length: setting.channels }, inside);
    if (option === "classes")
      options[option] = pick<unknown>(random, "all", "present", [below(setting.channels, random)]);
    else if (option === "spacing") continue;
    else if (spec.kind === "boolean") options[option] = chance(random, 0.5);
    else if (spec.kind === "choice") options[option] = pick(random, ...(spec.choices as string[]));
    else if (spec.kind === "number") options[option] = inside();
    else if (spec.kind === "list") options[option] = perClass();
    else if (spec.kind === "numbers") options[option] = chance(random, 0.5) ? inside() : perClass();
  }
  if (setting.channels === 1)
    for (const several of ["background", "classWeights", "classes"]) delete options[several];
  return { weight: pick(random, 1, 0.5, -1, 2), name: factory.definition.name, options };
}
