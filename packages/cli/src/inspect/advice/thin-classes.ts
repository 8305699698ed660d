import type { ClassSummary, TruthSummary } from "../inspection.ts";
import type { Adviser } from "./advice.ts";
import { call, clipped, twoDigits } from "./numbers.ts";

const THIN = 12;
const LONG = 20;
const MOST_ITERATIONS = 15;

/** Whether a class is made of lines: vessels, cracks, walls. */
export function isThin({ width, elongation }: ClassSummary): boolean {
  return width !== null && elongation !== null && width <= THIN && elongation >= LONG;
}

export function thinClasses({ perClass }: TruthSummary): number[] {
  return perClass.flatMap((one, label) => (label > 0 && isThin(one) ? [label] : []));
}

/** Lines whose connections count: soft clDice. */
export const thin: Adviser = (inspection) => {
  const { perClass } = inspection;
  const labels = thinClasses(inspection);
  if (labels.length === 0) return [];
  const classes = labels.map((label) => perClass[label]);
  const depth = Math.max(...classes.map((one) => one.depth!));
  const iterations = clipped(Math.ceil(depth), 1, MOST_ITERATIONS);
  const enough =
    depth > MOST_ITERATIONS
      ? `the widest lines need ${Math.ceil(depth)} erosions, kept at ${MOST_ITERATIONS}`
      : "erosions enough for the widest lines";
  const several = perClass.length > 2;
  const cl = call("softClDice", [`iterations=${iterations}`, several && `classes=[${labels.join(", ")}]`]);
  const described = classes.map(
    ({ name, width, elongation }) =>
      `${name} is ${twoDigits(width!)} pixels wide in the mean and ${twoDigits(elongation!)} times as long`,
  );
  return [
    {
      topic: "Thin structures",
      finding: `${described.join("; ")}. An overlap hardly feels a line that is cut.`,
      formula: `iterations = depth that 99 % of its pixels do not exceed, ${depth}, rounded up, at most ${MOST_ITERATIONS}: the soft skeleton must reach the middle of the widest (Shit and others, 2021)`,
      losses: [
        {
          loss: `0.5*dice + 0.5*${cl}`,
          note: `half overlap, half connections; ${enough}`,
        },
      ],
      pages: ["docs/losses/soft-cl-dice.md", "docs/metrics/centreline-dice.md"],
    },
  ];
};
