import { WRONG_KINDS } from "./wrong-kinds.ts";

/** A call that is right, and what else is right in the places of its arguments. */
export interface ValidCall {
  readonly name: string;
  readonly run: (...args: never[]) => unknown;
  /** Made anew for each call: some functions write to what they get. */
  readonly args: () => readonly unknown[];
  /**
   * Wrong kinds that are none in a place: "2" is the third argument and "2.spacing" its option, "*" any place. They may
   * give a value or a plain error.
   */
  readonly takes?: Readonly<Record<string, readonly string[]>>;
  /** Arguments that some other function gave, or that are looked into elsewhere. */
  readonly whole?: readonly number[];
}

/** A call with one thing changed. */
export interface Substitution {
  readonly place: string;
  readonly kind: string;
  readonly args: () => readonly unknown[];
  readonly mayPass: boolean;
}

/** The call with each argument, and each option of the arguments that are objects of options, replaced by each kind. */
export function substitutions(call: ValidCall): Substitution[] {
  const args = call.args();
  return args.flatMap((arg, i) => [
    ...replacements(call, `${i}`, (value) => replaced(call.args(), i, value), arg),
    ...(isOptions(arg) && !call.whole?.includes(i) ? optionReplacements(call, i, arg) : []),
  ]);
}

function optionReplacements(call: ValidCall, i: number, options: Record<string, unknown>): Substitution[] {
  const withOption = (name: string, value: unknown): readonly unknown[] => {
    const args = call.args();
    return replaced(args, i, { ...(args[i] as object), [name]: value });
  };
  const misspelt = Object.keys(options)
    .filter((name) => name.length > 4)
    .map((name): Substitution => {
      const typo = `${name.slice(0, 2)}${name[3]}${name[2]}${name.slice(4)}`;
      const args = (): readonly unknown[] => {
        const { [name]: value, ...rest } = call.args()[i] as Record<string, unknown>;
        return replaced(call.args(), i, { ...rest, [typo]: value });
      };
      return { place: `${i}.${typo}`, kind: "misspelt", args, mayPass: typo === name };
    });
  return [
    ...misspelt,
    ...Object.keys(options).flatMap((name) =>
      replacements(call, `${i}.${name}`, (value) => withOption(name, value), options[name]),
    ),
  ];
}

function replacements(
  call: ValidCall,
  place: string,
  make: (value: unknown) => readonly unknown[],
  valid: unknown,
): Substitution[] {
  const allowed = [...(call.takes?.[place] ?? []), ...(call.takes?.["*"] ?? []), ...sameKind(valid)];
  return Object.entries(WRONG_KINDS).map(([kind, wrong]) => ({
    place,
    kind,
    args: () => make(wrong()),
    mayPass: allowed.includes(kind) || allowed.includes("*"),
  }));
}

/** Wrong kinds that are of the same kind as what is right, of which a function may take some. */
function sameKind(valid: unknown): readonly string[] {
  if (typeof valid === "boolean") return ["boolean"];
  return [];
}

function replaced(args: readonly unknown[], i: number, value: unknown): readonly unknown[] {
  return args.map((arg, k) => (k === i ? value : arg));
}

/** Objects of names and values alone: not losses, metrics and other records with functions or lists of terms. */
function isOptions(arg: unknown): arg is Record<string, unknown> {
  if (typeof arg !== "object" || arg === null || Object.getPrototypeOf(arg) !== Object.prototype)
    return false;
  const functions = Object.values(arg).filter((value) => typeof value === "function");
  return functions.length < 2 && !("terms" in arg) && !("from" in arg && "kind" in arg);
}
