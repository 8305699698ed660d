import * as segloss from "segloss";
import { EMPTY_OPTIONS, fieldOptions, IMAGE, labels, NUMBERS } from "./samples.ts";
import type { ValidCall } from "./substitute.ts";

/** Every distance of `segloss/fields`, and the kernels of the same names. */
function fieldCalls(prefix: string, of: () => Record<string, unknown>, output: () => unknown): ValidCall[] {
  const call = (name: string, rest: Pick<ValidCall, "args" | "takes">): ValidCall => ({
    name: `${prefix}${name}`,
    run: (...args) => (of()[name] as (...args: never[]) => unknown)(...args),
    ...rest,
  });
  const distances = {
    args: () => [labels(), IMAGE, { spacing: [1, 2], output: output() }],
    takes: { "2": EMPTY_OPTIONS, ...fieldOptions },
  };
  return [
    call("distanceTransform", distances),
    call("squaredDistanceTransform", distances),
    call("signedDistance", distances),
    call("nearestCells", {
      args: () => [labels(), IMAGE, { spacing: [1, 2], output: { d1: output(), d2: output() } }],
      takes: { "2": EMPTY_OPTIONS, ...fieldOptions, "2.output": EMPTY_OPTIONS },
    }),
    call("unetWeights", {
      args: () => [
        labels(),
        IMAGE,
        { w0: 10, sigma: 5, spacing: [1, 2], only: "background", output: new Float32Array(4) },
      ],
      takes: {
        "2": EMPTY_OPTIONS,
        ...fieldOptions,
        "2.w0": ["undefined", ...NUMBERS],
        "2.sigma": ["undefined", "fraction", "huge"],
        "2.only": ["undefined"],
      },
    }),
    call("connectedComponents", {
      args: () => [
        labels(),
        IMAGE,
        { connectivity: "full", background: 0, wrap: [false, true], known: labels() },
      ],
      takes: {
        "2": EMPTY_OPTIONS,
        "2.connectivity": ["undefined"],
        "2.background": ["undefined", "negative"],
        "2.wrap": ["undefined"],
        "2.known": ["undefined"],
      },
    }),
  ];
}

/** Distances, components, skeletons. */
export const FIELD_CALLS: readonly ValidCall[] = [
  ...fieldCalls(
    "",
    () => segloss as unknown as Record<string, unknown>,
    () => new Float64Array(4),
  ),
  ...fieldCalls(
    "wasmFields().",
    () => segloss.wasmFields() as unknown as Record<string, unknown>,
    () => new Float32Array(4),
  ),
  {
    name: "nearestLabels",
    run: segloss.nearestLabels,
    args: () => [labels(), IMAGE, { spacing: [1, 1] }],
    takes: { "2": EMPTY_OPTIONS, ...fieldOptions },
  },
  {
    name: "squaredDistancesAt",
    run: segloss.squaredDistancesAt,
    args: () => [Int32Array.of(0, 3), labels(), IMAGE, { spacing: [1, 1] }],
    takes: { "3": EMPTY_OPTIONS, "3.spacing": ["undefined"] },
  },
  {
    name: "skeleton",
    run: segloss.skeleton,
    args: () => [labels(), IMAGE, { thinning: "lee", known: labels() }],
    takes: { "2": EMPTY_OPTIONS, "2.thinning": ["undefined"], "2.known": ["undefined"] },
  },
  {
    name: "stepDistanceTransform",
    run: segloss.stepDistanceTransform,
    args: () => [labels(), IMAGE, { distance: "taxicab", spacing: [1, 2] }],
    takes: { "2.spacing": ["undefined"] },
  },
  { name: "wasmFields", run: segloss.wasmFields, args: () => [] },
];
