import { flat, type Nested, type PeerCase, type PeerSuite } from "./peer-case.ts";
import { NotExpressible, type PeerLibrary } from "./peer-library.ts";

export type Verdict = "agree" | "documented" | "inexpressible" | "wrong";

export interface Classified {
  readonly id: string;
  readonly call: string;
  readonly verdict: Verdict;
  /** The numbers, the convention or what is missing. */
  readonly why: string;
}

export type Tally = Readonly<Record<Verdict, number>>;

/** What the library has and segloss lacks: the calls, the reason and the number of cases. */
export function missing(classified: readonly Classified[]): { calls: string; why: string; cases: number }[] {
  const found = classified.filter(({ verdict }) => verdict === "inexpressible");
  return [...new Set(found.map(({ why }) => why))].map((why) => {
    const same = found.filter((each) => each.why === why);
    return { calls: [...new Set(same.map(({ call }) => call))].join(", "), why, cases: same.length };
  });
}

/** Runs the cases of a suite through segloss. */
export function classifySuite({ cases, name }: PeerSuite, library: PeerLibrary | undefined): Classified[] {
  const none: PeerLibrary = { suite: name, calls: {} };
  return cases.map((each) => ({ id: each.id, call: each.call, ...classify(each, library ?? none) }));
}

/** How many cases came to each verdict. */
export function tally(classified: readonly Classified[]): Tally {
  const count = (verdict: Verdict): number => classified.filter((each) => each.verdict === verdict).length;
  return {
    agree: count("agree"),
    documented: count("documented"),
    inexpressible: count("inexpressible"),
    wrong: count("wrong"),
  };
}

function classify(
  each: PeerCase,
  { calls, conventions = [], absent = {} }: PeerLibrary,
): Pick<Classified, "verdict" | "why"> {
  const convention = conventions.find(({ applies }) => applies(each));
  const call = Object.hasOwn(calls, each.call) ? calls[each.call] : null;
  if (!call) return { verdict: "inexpressible", why: absent[each.call] ?? "not there yet" };
  let value: Nested;
  try {
    value = call(each);
  } catch (error) {
    const { message } = error as Error;
    if (convention?.here instanceof RegExp && convention.here.test(message))
      return { verdict: "documented", why: convention.why };
    // A refusal is plain; a mistake of the runner or of the product is not.
    const plain = error instanceof NotExpressible || Object.getPrototypeOf(error) === Error.prototype;
    return { verdict: plain ? "inexpressible" : "wrong", why: message };
  }
  if (close(value, each.expected, each)) return { verdict: "agree", why: "" };
  if (convention && typeof convention.here === "function" && close(value, convention.here(each), each))
    return { verdict: "documented", why: convention.why };
  return { verdict: "wrong", why: `here ${shown(value)}, there ${shown(each.expected)}` };
}

function close(value: Nested, expected: Nested, { rtol, atol }: PeerCase): boolean {
  const [got, wanted] = [flat(value), flat(expected)];
  return (
    got.length === wanted.length &&
    got.every(
      (x, i) => Object.is(x, wanted[i]) || Math.abs(x - wanted[i]) <= atol + rtol * Math.abs(wanted[i]),
    )
  );
}

function shown(value: Nested): string {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
