import { LOSSES } from "segloss";
import { describe, expect, it } from "vitest";
import { nodeRuntime } from "../../src/runtime/index.ts";
import { onnxEngine } from "../conformance/onnx-engine.ts";
import { KINDS, type Kind } from "./data.ts";
import { type AccuracyRow, measure } from "./measure.ts";

// docs/onnx.md says what the table is and how to print the whole of it by hand:
//   SEGLOSS_ACCURACY="8x1x512x512 1x1x2048x2048" npx vitest run --project slow packages/train/test/accuracy
// and of some losses or kinds of logits alone, with what the reference gave kept for the next time:
//   SEGLOSS_ACCURACY_LOSSES="dice; lovasz + weights" SEGLOSS_ACCURACY_KINDS="good" SEGLOSS_ACCURACY_CACHE=folder

const BOUND = 2e-6;

const WEIGHTED = ["crossEntropy", "dice", "lovasz", "lovaszHinge"].map((name) => `${name} + weights`);
const PRESETS = [
  "monai.DiceCELoss(sigmoid=true)",
  "monai.TverskyLoss(sigmoid=true)",
  "smp.FocalLoss(mode=binary)",
];
const NAMES = [...LOSSES.map(({ definition }) => definition.name), ...WEIGHTED];

function rowsOf(shape: readonly number[], losses: readonly string[], kinds: readonly Kind[]): AccuracyRow[] {
  return losses.flatMap((loss) => kinds.map((kind) => ({ loss, shape, kind })));
}

// Lovász weights of a small region change by more than the bound where two errors that round alike change places.
const QUICK_SHAPE = [2, 1, 256, 256];
const LARGE = [1, 1, 512, 512];
const SEVERAL = ["dice", "exponentialLogarithmic", "logCoshDice", "generalizedCrossEntropy"];

/** Of every loss one kind of logits, the kinds taking turns. */
const QUICK = [
  ...NAMES.filter((name) => name !== "softClDice").flatMap((loss, i) =>
    rowsOf(loss.startsWith("lovasz") ? LARGE : QUICK_SHAPE, [loss], [KINDS[i % 3]]),
  ),
  ...rowsOf([1, 4, 128, 128], SEVERAL, ["good"]),
  ...rowsOf(LARGE, ["crossEntropy", "focal", "lovasz + weights"], ["zeros"]),
];

const { SEGLOSS_ACCURACY, SEGLOSS_ACCURACY_LOSSES, SEGLOSS_ACCURACY_KINDS, SEGLOSS_ACCURACY_CACHE } =
  process.env;

function chosenRows(): AccuracyRow[] {
  if (SEGLOSS_ACCURACY === undefined) return QUICK;
  const losses = SEGLOSS_ACCURACY_LOSSES?.split(";").map((text) => text.trim()) ?? [...NAMES, ...PRESETS];
  const kinds = (SEGLOSS_ACCURACY_KINDS?.split(" ") ?? KINDS) as readonly Kind[];
  return SEGLOSS_ACCURACY.split(" ").flatMap((shape) => rowsOf(shape.split("x").map(Number), losses, kinds));
}

describe("value and gradient of exported graphs are within 2e-6 of float64, relative and in the 2-norm", () => {
  const engine = onnxEngine(nodeRuntime());
  it.each(chosenRows().map((row) => [row.loss, row.shape.join("x"), row.kind, row] as const))(
    "%s, %s, %s",
    { timeout: 1e6 },
    async (loss, shape, kind, row) => {
      const { value, gradient } = await measure(row, engine, SEGLOSS_ACCURACY_CACHE);
      if (SEGLOSS_ACCURACY !== undefined)
        console.log(
          `| ${shape} | ${loss} | ${kind} | ${value.toExponential(1)} | ${gradient.toExponential(1)} |`,
        );
      expect(Math.max(value, gradient)).toBeLessThan(BOUND);
    },
  );
});
