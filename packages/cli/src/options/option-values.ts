import { type PairPattern, parsePairPattern } from "../data/pair-pattern.ts";
import { invalidArgument } from "./invalid-argument.ts";

/** Reads an option that is a finite number. */
export function aNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw invalidArgument("Expected a number.");
  return value;
}

/** Reads an option that names the axes of an array. */
export function axisLetters(text: string): string {
  const letters = [...text.toLowerCase()];
  const isValid =
    letters.every((letter) => "zyxc".includes(letter)) && new Set(letters).size === letters.length;
  if (isValid && letters.includes("y") && letters.includes("x")) return text;
  throw invalidArgument("Expected y and x, and perhaps z and c, each once, such as zyx.");
}

/** Reads an option that is a number above 0. */
export function aPositiveNumber(text: string): number {
  const value = aNumber(text);
  if (value <= 0) throw invalidArgument("Expected a number above 0.");
  return value;
}

/** Reader of an option that is a number from `least` to `most`, both included. */
export function aNumberFrom(
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): (text: string) => number {
  return (text) => {
    const value = aNumber(text);
    if (value >= least && value <= most) return value;
    throw invalidArgument(
      most === Number.POSITIVE_INFINITY
        ? `Expected a number of at least ${least}.`
        : `Expected a number from ${least} to ${most}.`,
    );
  };
}

/** Reader of an option that is a whole number of at least `least`. */
export function aCount(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < least)
      throw invalidArgument(`Expected a whole number of at least ${least}.`);
    return value;
  };
}

/** Reads a number from 0 to 1. */
export const aShare: (text: string) => number = aNumberFrom(0, 1);

/** Reads numbers with commas between them. */
function aList(text: string): number[] {
  return text.split(",").map(aNumber);
}

/** Reads positive numbers with commas between them. */
export function aPositiveList(text: string): number[] {
  return text.split(",").map(aPositiveNumber);
}

/** Reads sizes with commas between them, whole numbers or names: `N,1,H,W`. */
export function namedSizes(text: string): (number | string)[] {
  return text.split(",").map((part) => {
    const size = part.trim();
    if (/^[1-9]\d*$/.test(size)) return Number(size);
    if (/^[A-Za-z_]\w*$/.test(size)) return size;
    throw invalidArgument(
      `Expected sizes such as 8,1,256,256, or names for those that each run brings: N,1,H,W. Got "${size}".`,
    );
  });
}

/** Reads whole numbers with commas between them. */
export function wholeNumbers(text: string): number[] {
  const values = aList(text);
  if (!values.every(Number.isInteger)) throw invalidArgument("Expected whole numbers such as 255.");
  return values;
}

/** File names with `{id}` for what is the same in both. */
export function aPairPattern(text: string): PairPattern {
  const pattern = parsePairPattern(text);
  if (typeof pattern === "string") throw invalidArgument(pattern);
  return pattern;
}
