import { makePlan, parseLoss, printLoss, wasmSync } from "segloss";
import { readOptions } from "../../../src/engines/read-options.ts";
import { functionBuilder } from "../../../src/engines/wasm/asm/function-builder.ts";
import { printProgram } from "../../../src/engines/wasm/emit/print-program.ts";
import { engineMemory } from "../../../src/engines/wasm/host/memory.ts";
import { emitModule } from "../../../src/engines/wasm/runtime/emit-module.ts";
import { lowerPlan } from "../../../src/engines/wasm/runtime/lower-plan.ts";
import { makeVariant } from "../../../src/engines/wasm/runtime/variant.ts";
import type { Expression } from "../../../src/formula/expression.ts";
import { printText } from "../../../src/formula/print-text.ts";
import { readBack } from "../../../src/formula/read-back.ts";
import type { CompiledSchedule } from "../../../src/program/schedule/stage-program.ts";

const SHAPE = [1, 256, 256, 1];

/** The page docs/how-a-formula-becomes-bytes.md: its snippets are what the code prints of the Dice loss. */
export function bytesPage(): string {
  const loss = parseLoss("dice");
  const plan = makePlan(loss, readOptions({ shape: SHAPE }));
  const memory = engineMemory(false);
  const options = { threads: 1, lovasz: "auto" } as const;
  const variant = makeVariant(lowerPlan(plan, false), { labelBytes: 1, memory, ...options });
  const { compiled, sweeps } = variant.withGradient;
  const mode = emitModule(variant, variant.withGradient);
  const [{ value, gradient }] = plan.scopes;
  return `# How a formula becomes bytes

One loss followed all the way, from what a paper prints to what the processor runs. The indented lines are printed by the code of this
repository: \`npm run docs\` writes this page, and a test fails when it is no longer true.

## 1. Text

\`${printLoss(loss)}\` is a formula with parameters (\`losses/dice.ts\`):

${indented(String(loss.terms[0].formula))}

## 2. Expression

Parsed, elaborated and simplified (\`formula/\`, \`plan/plan.ts\`) for one image of 256 x 256 with class indices: \`smooth\` is 0 and goes away,
and the square of a hard label is the label.

${indented(written(value))}

## 3. Gradient

Reverse mode over the operations, then the chain rule of the link, as an expression again (\`formula/derive.ts\`, \`links/sigmoid.ts\`). What is
printed as \`1 - p\` is a symbol of its own, which the link computes without a subtraction.

${indented(written(gradient))}

## 4. Schedule

Sums come before what uses them, so the gradient waits for a second sweep over the pixels (\`program/schedule/schedule.ts\`):

${indented(scheduleText(compiled))}

Between the sweeps nothing varies over pixels: a tape of a few float64 operations (\`program/schedule/tape.ts\`) makes the value and the coefficients
\`k\` from the sums, once for each image. Sums of images are sums of chunks, added in a fixed order: the result does not depend on threads.

## 5. Vector program

A sweep is lowered to operations on four pixels at a time (\`program/lower/\`, \`engines/wasm/legalise/\`). Everything of the prediction comes from e = exp(-|z|): with
r = 1/(1 + e) the larger of p and 1 - p is r and the smaller e r, so neither cancels. A label is a sign bit; a choice by it costs an \`and\`.
The first sweep leaves e with the sign of z in the gradient's own memory, and the second does not compute it again. Guards collect the
largest bit pattern of the inputs: NaN, infinity and wrong labels show in it, and only then a slow check looks for the first bad index.

${indented(printProgram(sweeps))}

## 6. Loops

The lines \`for each pixel\` are loops over a block of at most 256 pixels, one after the other. Phases come first (\`program/passes/split-phases.ts\`): what must
be there for all pixels, or all classes, before something else can be. Then operations become single instructions
(\`engines/wasm/legalise/\`; the lines from the first \`max\` to \`addInteger\` are e), and the chains of dependent instructions are cut into short
loops (\`engines/wasm/loops/cuts.ts\`, \`placement.ts\`). In one long loop the instructions that wait for each other fill the processor's queues before
the next pixels' chains can start; an exponential in two loops takes three quarters of the time, although its parts spill two values to the
first-level cache. The cuts are where a simple model of the processor expects the fewest cycles. What is cheap is computed again instead of
spilled, and a sum waits for the loop that has its operands.

## 7. Bytes

Each line becomes an instruction or two (\`legalise/\` has the functions, with their error bounds stated and tested), encoded by hand (\`emit/\`, \`asm/\`). A product of two locals into a third,

${indented(productBytes())}

is \`local.get 0\`, \`local.get 1\`, \`f32x4.mul\`, \`local.set 2\`. Constants are set into locals before the loop, since newer V8 makes inline
ones again in every round. The module of this step has some ${Math.round(mode.bytes.length / 1000)} kilobytes and exports a function for each sweep that takes tasks
(chunks of ${variant.chunk} pixels) from a counter which all threads share:

${indented([...mode.stages.flat().map(({ name, tasks }) => `${name}: ${tasks} tasks`)].join("\n"))}

## 8. A run

\`run\` copies the inputs to the step's memory, unless they are there, and goes through the stages: coefficients, sweep, sums, then sorts,
which Dice has none of. For logits 2, -1, 0.5, -2 and labels 1, 0, 1, 0 it gives

${indented(runText())}
`;
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}

function written(e: Expression): string {
  return printText(readBack(e));
}

function scheduleText({ schedule, sumPlace, coefficients }: CompiledSchedule): string {
  const [{ value }] = schedule.scopes;
  const lines = schedule.stages.flatMap(({ sums, gradient }, i) => [
    `sweep ${i}`,
    ...coefficients.list
      .filter(({ stage }) => stage === i)
      .map(({ index, expression }) => `  before it, k${index} = ${written(expression)}`),
    ...sums.map(({ node, scope }) => `  sum${sumPlace(node, scope).offset} = ${written(node)}`),
    ...(gradient ? ["  the gradient"] : []),
  ]);
  return [...lines, "after them", `  value = ${written(value)}`].join("\n");
}

/** Bytes of the code of x * y, without the declaration of the local and the end. */
function productBytes(): string {
  const f = functionBuilder({ x: "v128", y: "v128" });
  f.f32x4.mul(f.parameters.x, f.parameters.y);
  const code = f.code(() => 0).slice(4, -1);
  return [...code].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function runText(): string {
  const step = wasmSync({ relaxed: false }).compile(parseLoss("dice"), { shape: [1, 2, 2, 1] });
  const gradient = new Float32Array(4);
  const value = step.run({
    logits: Float32Array.of(2, -1, 0.5, -2),
    targets: Uint8Array.of(1, 0, 1, 0),
    gradient,
  });
  return `value ${value.toFixed(6)}, gradient ${[...gradient].map((slope) => slope.toFixed(6)).join(", ")}`;
}
