import type { Value } from "../../src/program/value.ts";

/** One pixel: what its planes hold class by class, its label, the coefficients. */
export interface Pixel {
  readonly channels: number;
  readonly label: number;
  /** By index of the plane; of one that is the same for all classes, the first counts. */
  readonly planes: readonly (readonly number[])[];
  readonly coefficients: readonly number[];
}

type Scalar = (a: number, b: number, c: number) => number;

/** Operations of numbers; a condition is 1 or 0. */
const OF_NUMBERS: Readonly<Record<string, Scalar>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  neg: (a) => -a,
  abs: Math.abs,
  min: (a, b) => (b < a ? b : a),
  max: (a, b) => (a < b ? b : a),
  select: (condition, yes, no) => (condition ? yes : no),
  where: (x, condition) => (condition ? x : 0),
  unless: (x, condition) => (condition ? 0 : x),
  negateWhere: (x, condition) => (condition ? -x : x),
  less: (a, b) => Number(a < b),
  equal: (a, b) => Number(a === b),
  same: (a, b) => Number(a === b),
  atMost: (a, b) => Number(a <= b),
  not: (a) => 1 - a,
  both: (a, b) => a * b,
  either: (a, b) => Math.max(a, b),
  isOdd: (a) => a & 1,
};

/** What values are at the classes of a pixel, in double precision: how the laws of passes are tested. */
export function evaluator(pixel: Pixel): (value: Value, c: number) => number {
  const classes = Array.from({ length: pixel.channels }, (_, k) => k);
  const done = classes.map(() => new Map<Value, number>());
  const at = (value: Value, c: number): number => {
    const known = done[c].get(value) ?? compute(value, c);
    done[c].set(value, known);
    return known;
  };
  const compute = ({ op, args, axes, immediate }: Value, c: number): number => {
    const ofClass = axes & 2 ? c : 0;
    switch (op) {
      case "constant":
      case "integer":
      case "truth":
        return immediate;
      case "plane":
        return pixel.planes[immediate][ofClass];
      case "coefficient":
        return pixel.coefficients[immediate + ofClass];
      case "label":
        return pixel.label;
      case "classIndex":
        return c;
      case "classTotal":
        return classes.reduce((sum, k) => sum + at(args[0], k), 0);
      case "classMax":
        return Math.max(...classes.map((k) => at(args[0], k)));
      case "ofLabel":
        // A label that names no class counts as the last.
        return at(args[0], Math.min(pixel.label, pixel.channels - 1));
      default: {
        const [a, b, d] = args.map((arg) => at(arg, c));
        return OF_NUMBERS[op](a, b, d);
      }
    }
  };
  return at;
}
