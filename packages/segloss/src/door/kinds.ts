import { arrayKind } from "./array-kind.ts";
import { isDetached } from "./is-detached.ts";
import type { Kind } from "./kind.ts";

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

export const ANY: Kind = { expected: "anything", fits: () => true };

export const FINITE: Kind = { expected: "a finite number", fits: isNumber };

export const WHOLE: Kind = { expected: "a whole number", fits: Number.isSafeInteger };

export const COUNT: Kind = {
  expected: "a whole number of at least 1",
  fits: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
};

export const POSITIVE: Kind = {
  expected: "a finite number above 0",
  fits: (value) => isNumber(value) && value > 0,
};

/** 0 to 1. */
export const SHARE: Kind = {
  expected: "a number from 0 to 1",
  fits: (value) => isNumber(value) && value >= 0 && value <= 1,
};

export const BOOLEAN: Kind = { expected: "true or false", fits: (value) => typeof value === "boolean" };

export const TEXT: Kind = { expected: "text", fits: (value) => typeof value === "string" };

export const FUNCTION: Kind = { expected: "a function", fits: (value) => typeof value === "function" };

/** An object that is no list, no array of numbers and no map of ECMAScript. */
export const RECORD: Kind = { expected: "an object", fits: isRecord };

export const LIST: Kind = { expected: "a list", fits: Array.isArray };

/** A list or a typed array of numbers, whatever they are. */
export const NUMBERS: Kind = {
  expected: "a list of numbers",
  fits: (value) =>
    Array.isArray(value)
      ? value.every((x) => typeof x === "number")
      : arrayKind(value)?.startsWith("Big") === false && !isDetached(value as Float32Array),
};

/** One label or several. */
export const LABELS: Kind = {
  expected: "a whole label, such as 255, or a list of them",
  fits: (value) => (Array.isArray(value) ? value.every(Number.isSafeInteger) : Number.isSafeInteger(value)),
};

/** An image without channels, or a volume; what the axes are is said by whoever reads it. */
export const SHAPE: Kind = {
  expected: "a list of whole numbers such as [512, 512]",
  fits: (value) => NUMBERS.fits(value) && arrayKind(value) === "Array",
};

export const FLOATS: Kind = {
  expected: "a Float32Array or Float64Array",
  fits: (value) => ["Float32Array", "Float64Array"].includes(arrayKind(value) as string),
};

/** An object that has these functions: an engine, a metric, a matrix. */
export function having(what: string, ...names: readonly string[]): Kind {
  return {
    expected: what,
    fits: (value) =>
      typeof value === "object" &&
      value !== null &&
      names.every((name) => typeof (value as Record<string, unknown>)[name] === "function"),
  };
}

export function choice(...words: readonly string[]): Kind {
  return {
    expected: oneOf(words.map((word) => `"${word}"`)),
    fits: (value) => words.includes(value as string),
  };
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} or ${words[words.length - 1]}`;
}

export function either(a: Kind, b: Kind): Kind {
  return { expected: `${a.expected} or ${b.expected}`, fits: (value) => a.fits(value) || b.fits(value) };
}

export function listOf(kind: Kind, expected = `a list, each entry ${kind.expected}`): Kind {
  return { expected, fits: (value) => Array.isArray(value) && value.every((x) => kind.fits(x)) };
}

function isRecord(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.prototype.toString.call(value) === "[object Object]";
}
