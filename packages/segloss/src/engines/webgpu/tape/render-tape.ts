import { isConstant } from "../../../formula/constants.ts";
import { CLASS, type Expression } from "../../../formula/expression.ts";
import { COUNTS_AS_ZERO } from "../../../formula/ops/functions.ts";
import { liveNameOf } from "../../../plan/live-parameters.ts";
import type { Setting } from "../../../plan/setting.ts";
import { validCount } from "../../../program/schedule/move-sums.ts";
import type { CompiledStages } from "../sweep/compile-stages.ts";
import { indented } from "../wgsl/indented.ts";
import { MATH } from "../wgsl/math.ts";
import { runNumber } from "../wgsl/params.ts";
import { emitTape } from "./emit-tape.ts";
import { CLASS_FUNCTIONS, LARGEST_AT, type TapeClassOp, tapeFunctions } from "./tape-text.ts";

/** Invocations of the one workgroup that goes through tapes: an image each at a time. */
export const TAPE_LANES = 64;

/** A function of a scope: what it computes from the row of a region. */
interface Tape {
  readonly text: string;
  readonly classOps: readonly TapeClassOp[];
}

/**
 * The kernel between two sweeps: adds the sums of images to those of the batch and computes, for each image, the coefficients
 * that the next stage reads; behind the last one, the value. All in single precision, and nothing comes back to the host.
 */
export function renderTape(
  stage: number,
  compiled: CompiledStages,
  setting: Setting,
  declarations: string,
): string {
  const isLast = stage === compiled.stages.length;
  const tapes = compiled.schedule.scopes.map((_, scope) =>
    isLast ? valueTape(scope, compiled, setting) : coefficientTape(scope, stage, compiled, setting),
  );
  const classOps = [...new Set(tapes.flatMap((tape) => tape.classOps))];
  const calls = compiled.schedule.scopes.map(({ over }, scope) => {
    const row = over === "image" ? "image" : "params.batch";
    return isLast ? valueCall(scope, over, row) : `scope${scope}(${row}, image);`;
  });
  return `${declarations}
const CHANNELS = ${setting.channels}u;
const WIDTH = ${compiled.sumWidth}u;
${MATH}${tapeFunctions(COUNTS_AS_ZERO)}${classOps.length > 0 ? LARGEST_AT : ""}
${classOps.map((op) => CLASS_FUNCTIONS[op]).join("")}
fn sumAt(row: u32, slot: u32) -> f32 { return numbers[params.rows + row * WIDTH + slot]; }
${shareFunction(compiled, stage)}
${tapes.map(({ text }) => text).join("\n")}
@compute @workgroup_size(${TAPE_LANES})
fn tape(@builtin(local_invocation_index) lane: u32) {
${stage === 0 ? "" : indented(batchSums(compiled, stage - 1), 1)}
  for (var image = lane; image < params.batch; image += ${TAPE_LANES}u) {
${indented(isLast ? ["var value = 0f;", ...calls, `numbers[params.values + image] = value;`] : calls, 2)}
  }
${isLast ? indented(total(compiled), 1) : ""}
}
`;
}

/** Rows of the batch: sums of 32 images, then of those. */
function batchSums({ stages }: CompiledStages, stage: number): string[] {
  const { firstSum, sweep } = stages[stage];
  if (sweep.width === 0) return [];
  return [
    `for (var k = lane; k < ${sweep.width}u; k += ${TAPE_LANES}u) {`,
    "  var sum = 0f;",
    "  for (var first = 0u; first < params.batch; first += 32u) {",
    "    var part = 0f;",
    "    for (var image = first; image < min(first + 32u, params.batch); image++) {",
    `      part += sumAt(image, ${firstSum}u + k);`,
    "    }",
    "    sum += part;",
    "  }",
    `  numbers[params.rows + params.batch * WIDTH + ${firstSum}u + k] = sum;`,
    "}",
    "storageBarrier();",
  ];
}

/** Of a region without a valid pixel 0; before the first sweep nobody knows. */
function shareFunction(compiled: CompiledStages, stage: number): string {
  const { offset } = compiled.sumPlace(validCount(), 0) as { offset: number | undefined };
  if (offset === undefined || stage === 0)
    return "fn isCounted(row: u32) -> bool { return true; }\nfn shareOf(row: u32, ofImages: bool) -> f32 { return 1f; }";
  return /* wgsl */ `
fn isCounted(row: u32) -> bool { return sumAt(row, ${offset}u) != 0f; }
fn shareOf(row: u32, ofImages: bool) -> f32 {
  if (!isCounted(row)) { return 0f; }
  if (!ofImages) { return 1f; }
  var counted = 0f;
  for (var image = 0u; image < params.batch; image++) { counted += select(0f, 1f, isCounted(image)); }
  return 1f / counted;
}`;
}

function sourcesOf(scope: number, compiled: CompiledStages, setting: Setting) {
  const live = setting.live ?? [];
  return {
    channels: setting.channels,
    sum: (node: Expression, at: string): string => {
      const { offset, perClass } = compiled.sumPlace(node, scope);
      return `sumAt(row, ${offset}u${perClass ? ` + ${at}` : ""})`;
    },
    symbol: (name: string): string => {
      if (name === "regionShare") return "share";
      const at = name === "progress" ? 0 : 1 + live.indexOf(liveNameOf(name) ?? "");
      if (name !== "progress" && at === 0)
        throw new Error(`The WebGPU engine does not know the symbol ${name}.`);
      return runNumber(at);
    },
  };
}

function coefficientTape(scope: number, stage: number, compiled: CompiledStages, setting: Setting): Tape {
  const list = compiled.coefficients.list.filter((c) => c.scope === scope && c.stage === stage);
  const high = list.filter(({ part }) => part === "high");
  const { lines, results, classOps } = emitTape(
    high.map(({ expression }) => expression),
    sourcesOf(scope, compiled, setting),
  );
  const ofImages = compiled.schedule.scopes[scope].over === "image";
  const writes = high.flatMap(({ expression, index }, i) => {
    // A region without a valid pixel has no part in the loss; its pixels still need constants that mean something.
    const kept = (x: string): string =>
      isConstant(expression) || stage === 0 ? x : `select(0f, ${x}, counts)`;
    const place = `params.coefficients + ${index}u + image * ${compiled.coefficients.width()}u`;
    if (!(expression.axes & CLASS)) return [`numbers[${place}] = ${kept(results[i])};`];
    return [`for (var c = 0u; c < CHANNELS; c++) { numbers[${place} + c] = ${kept(`${results[i]}[c]`)}; }`];
  });
  // What single precision leaves of a number is nothing where numbers are of single precision.
  const rest = list
    .filter(({ part }) => part === "low")
    .flatMap(({ expression, index }) => {
      const place = `params.coefficients + ${index}u + image * ${compiled.coefficients.width()}u`;
      if (!(expression.axes & CLASS)) return [`numbers[${place}] = 0f;`];
      return [`for (var c = 0u; c < CHANNELS; c++) { numbers[${place} + c] = 0f; }`];
    });
  const text = `fn scope${scope}(row: u32, image: u32) {
  let share = shareOf(row, ${ofImages});
  let counts = isCounted(row);
${indented([...lines, ...writes, ...rest], 1)}
}`;
  return { text, classOps };
}

function valueTape(scope: number, compiled: CompiledStages, setting: Setting): Tape {
  const { value, over } = compiled.schedule.scopes[scope];
  const { lines, results, classOps } = emitTape([value], sourcesOf(scope, compiled, setting));
  const result = value.axes & CLASS ? `${results[0]}[0]` : results[0];
  const text = `fn scope${scope}(row: u32) -> f32 {
  let share = shareOf(row, ${over === "image"});
  if (share == 0f) { return 0f; }
${indented(lines, 1)}
  return ${result};
}`;
  return { text, classOps };
}

/** A region's value: that of the batch counts once. */
function valueCall(scope: number, over: "image" | "batch", row: string): string {
  return over === "image"
    ? `value += scope${scope}(${row});`
    : `if (image == 0u) { value += scope${scope}(${row}); }`;
}

/** Wrong inputs make the value NaN: what they make of a sum may well be a number. */
function wrongInputs({ guards }: CompiledStages): string[] {
  return guards.flatMap(({ about, limit, borderline }, slot) => {
    if (about !== "inputs") return [];
    const inside = borderline
      ? ` && (found${slot} < ${borderline[0]}u || found${slot} > ${borderline[1]}u)`
      : "";
    return [
      `  let found${slot} = atomicLoad(&findings[${1 + slot}]);`,
      `  if (found${slot} > ${limit}u${inside}) { bits = 0x7fc00000u; }`,
    ];
  });
}

function total(compiled: CompiledStages): string[] {
  return [
    "storageBarrier();",
    "if (lane == 0u) {",
    "  var sum = 0f;",
    "  for (var first = 0u; first < params.batch; first += 32u) {",
    "    var part = 0f;",
    `    for (var image = first; image < min(first + 32u, params.batch); image++) { part += numbers[params.values + image]; }`,
    "    sum += part;",
    "  }",
    "  var bits = bitcast<u32>(sum);",
    ...wrongInputs(compiled),
    "  atomicStore(&findings[0], bits);",
    "}",
  ];
}
