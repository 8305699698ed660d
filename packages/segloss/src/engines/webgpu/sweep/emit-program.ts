import { CLASS } from "../../../formula/expression.ts";
import type { Value } from "../../../program/value.ts";
import type { Plane } from "./planes.ts";
import type { SweepPlaces } from "./sweep-places.ts";
import type { SweepGuard, SweepProgram, SweepStore, SweepSum } from "./sweep-program.ts";
import { VALUE_TEXT } from "./value-text.ts";

/** Statements of a pixel, and what is read once before all pixels. */
export interface EmittedProgram {
  readonly hoisted: readonly string[];
  readonly body: readonly string[];
}

type Output = SweepSum | SweepStore | SweepGuard;

/** A sweep under construction. Values have names once they are emitted: those of a pixel until its end, those of a class in its loop. */
interface Emitting {
  readonly places: SweepPlaces;
  readonly hoisted: string[];
  readonly body: string[];
  readonly names: Map<Value, string>;
  readonly needs: Map<Value, number>;
  /** Values of classes that an earlier loop has kept. */
  readonly kept: Set<Value>;
}

/** Statements of one loop over the classes. */
interface ClassLoop {
  readonly lines: string[];
  readonly names: Map<Value, string>;
}

/** Operations whose results are kept for the loops that follow, where classes are so few that registers may hold them. */
const KEPT: ReadonlySet<string> = new Set([
  "exp",
  "expNegative",
  "log",
  "log1p",
  "log1pUnit",
  "tanh",
  "sinh",
  "cosh",
  "div",
]);
const MOST_KEPT = 32;

/** Leaves that are literals. */
type InlineOp = "constant" | "integer" | "truth";
const INLINE: ReadonlySet<string> = new Set<InlineOp>(["constant", "integer", "truth"]);

const REDUCTIONS: ReadonlySet<string> = new Set(["classMax", "classTotal", "classPair", "ofLabel"]);

/**
 * Emits a program pixel by pixel. What is the same for all classes is computed once; what is of a class, in loops over the classes:
 * one after the other where totals over the classes must be there first. A later loop computes anew what an earlier one had for
 * its classes, but for what is dear to compute.
 */
export function emitProgram(program: SweepProgram, places: SweepPlaces): EmittedProgram {
  const to: Emitting = { places, hoisted: [], body: [], names: new Map(), needs: new Map(), kept: new Set() };
  const outputs: Output[] = [...program.sums, ...program.stores, ...program.guards];
  const reductions = reductionsUnder(outputs.map(({ value }) => value));
  const loops = Math.max(
    0,
    ...[...outputs.map(({ value }) => value), ...reductions].map((v) => needOf(v, to)),
  );
  for (let loop = 0; loop <= loops; loop++) {
    const here = outputs.filter(({ value }) => needOf(value, to) === loop);
    for (const output of here) if (!isOfClass(output, places.planes)) emitOutput(output, to, null);
    const inLoop = here.filter((output) => isOfClass(output, places.planes));
    const totals = reductions.filter((value) => needOf(value.args[0], to) === loop);
    if (inLoop.length + totals.length > 0) emitLoop(inLoop, totals, to);
  }
  return to;
}

function emitLoop(outputs: readonly Output[], totals: readonly Value[], to: Emitting): void {
  const loop: ClassLoop = { lines: [], names: new Map() };
  for (const total of totals) emitReduction(total, to, loop);
  for (const output of outputs) emitOutput(output, to, loop);
  to.body.push("for (var c = 0u; c < CHANNELS; c++) {", ...loop.lines.map((line) => `  ${line}`), "}");
}

function reductionsUnder(roots: readonly Value[]): Value[] {
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (seen.has(value)) return;
    seen.add(value);
    value.args.forEach(visit);
  };
  roots.forEach(visit);
  return [...seen].filter(({ op }) => REDUCTIONS.has(op));
}

/** How many loops over the classes have to be through before a value can be computed. */
function needOf(value: Value, to: Emitting): number {
  const known = to.needs.get(value);
  if (known !== undefined) return known;
  const below = Math.max(0, ...value.args.map((arg) => needOf(arg, to)));
  const need = REDUCTIONS.has(value.op) ? Math.max(needOf(value.args[0], to) + 1, below) : below;
  to.needs.set(value, need);
  return need;
}

function isOfClass(output: Output, planes: readonly Plane[]): boolean {
  if ("perClass" in output) return output.perClass;
  if ("plane" in output) return planes[output.plane].perClass;
  return (output.value.axes & CLASS) !== 0;
}

function emitOutput(output: Output, to: Emitting, loop: ClassLoop | null): void {
  const value = emitValue(output.value, to, loop);
  const lines = loop?.lines ?? to.body;
  if ("perClass" in output) lines.push(`s[${output.slot}${loop ? " + c" : ""}] += ${value};`);
  else if ("plane" in output) lines.push(storeLine(output, value, to, loop));
  else lines.push(guardLine(output, value));
}

function storeLine(
  { plane, as, valid }: SweepStore,
  value: string,
  to: Emitting,
  loop: ClassLoop | null,
): string {
  const target = to.places.planes[plane];
  const place = placeOf(target, to.places, loop !== null);
  if (target.buffer === "gradient") return `gradient[${place}] = ${value};`;
  if (as === "value") return `own[${place}] = bitcast<u32>(${value});`;
  const key = `orderedKey(${value})`;
  const kept = valid ? `select(0u, ${key}, ${emitValue(valid, to, loop)})` : key;
  return `own[${place}] = ${kept};`;
}

function guardLine({ slot, limit, value, ofSize }: SweepGuard, text: string): string {
  const all = value.type === "f32" ? `bitcast<u32>(${text})` : text;
  const bits = ofSize ? `(${all} & 0x7fffffffu)` : all;
  return `if (${bits} > ${limit}u) { atomicMax(&findings[${slot}], ${bits}); }`;
}

/** The index of a plane's value in its buffer. */
function placeOf(plane: Plane, { layout }: SweepPlaces, ofClass: boolean): string {
  const step = !ofClass ? "" : layout === "channels-last" ? " + c" : " + c * params.pixels";
  switch (plane.buffer) {
    case "logits":
      return `params.logitsBase + place${step}`;
    case "gradient":
      return `params.gradientBase + place${step}`;
    case "targets":
      return `params.targetsBase + place${step}`;
    case "weights":
      return "params.weightsBase + at";
    case "own": {
      const first = `n * params.stride + ${plane.offset}u * params.pixels`;
      if (!plane.perClass) return `${first} + i`;
      return plane.interleaved ? `${first} + i * CHANNELS + c` : `${first} + c * params.pixels + i`;
    }
  }
}

function emitValue(value: Value, to: Emitting, loop: ClassLoop | null): string {
  const known = to.names.get(value) ?? loop?.names.get(value);
  if (known !== undefined) return known;
  if (INLINE.has(value.op)) return VALUE_TEXT[value.op as InlineOp]([], value);
  if (value.op === "classIndex") return "c";
  const ofClass = (value.axes & CLASS) !== 0;
  if (ofClass && loop === null)
    throw new Error("A value of a class stands outside of the classes: this is a defect of the engine.");
  const scope = ofClass ? (loop as ClassLoop) : { lines: to.body, names: to.names };
  const keeps = ofClass && KEPT.has(value.op) && to.places.channels <= MOST_KEPT;
  if (keeps && to.kept.has(value)) return `k${value.id}[c]`;
  const text = leafText(value, to) ?? operationText(value, to, ofClass ? loop : null);
  if (keeps) {
    to.kept.add(value);
    to.body.push(`var k${value.id}: array<f32, CHANNELS>;`);
    scope.lines.push(`let v${value.id} = ${text};`, `k${value.id}[c] = v${value.id};`);
    scope.names.set(value, `v${value.id}`);
    return `v${value.id}`;
  }
  if (value.op === "coefficient" && !ofClass) to.hoisted.push(`let v${value.id} = ${text};`);
  else scope.lines.push(`let v${value.id} = ${text};`);
  scope.names.set(value, `v${value.id}`);
  return `v${value.id}`;
}

function operationText(value: Value, to: Emitting, loop: ClassLoop | null): string {
  if (value.op === "pairHigh" || value.op === "pairLow")
    return `r${value.args[0].id}${value.op === "pairHigh" ? "" : "low"}`;
  const text = VALUE_TEXT[value.op as keyof typeof VALUE_TEXT];
  if (!text)
    throw new Error(`The WebGPU engine has no code for ${value.op}: this is a defect of the engine.`);
  return text(
    value.args.map((arg) => emitValue(arg, to, loop)),
    value,
  );
}

function leafText({ op, axes, immediate }: Value, { places }: Emitting): string | undefined {
  const ofClass = (axes & CLASS) !== 0;
  switch (op) {
    case "coefficient":
      return `numbers[params.coefficients + ${immediate}u + image * ${places.coefficientWidth}u${ofClass ? " + c" : ""}]`;
    case "label":
      return "labelAt(at)";
    case "maskByte":
      return "maskAt(at)";
    case "plane": {
      const plane = places.planes[immediate];
      const text = `${plane.buffer}[${placeOf(plane, places, ofClass)}]`;
      return plane.buffer === "own" || plane.buffer === "targets" ? `bitcast<f32>(${text})` : text;
    }
    default:
      return undefined;
  }
}

/** Declares a total or the like before the loop, and takes each class in it. */
function emitReduction(value: Value, to: Emitting, loop: ClassLoop): void {
  const name = `r${value.id}`;
  const x = emitValue(value.args[0], to, loop);
  to.names.set(value, name);
  const steps: Readonly<Record<string, () => [start: string, step: string]>> = {
    classMax: () => ["-3.4028234e38f", `${name} = max(${name}, ${x});`],
    classTotal: () => ["0f", `${name} += ${x};`],
    ofLabel: () => ["0f", `${name} = select(${name}, ${x}, c == ${emitValue(value.args[1], to, loop)});`],
    classPair: () => {
      to.body.push(`var ${name}low = 0f;`);
      return ["0f", pairStep(name, x)];
    },
  };
  const [start, step] = steps[value.op]();
  to.body.push(`var ${name} = ${start};`);
  loop.lines.push(step);
}

/** Adds to a sum of two floats (Knuth's TwoSum); the fences keep compilers from simplifying it away. */
function pairStep(name: string, x: string): string {
  return (
    `{ let t = fence(${name} + ${x}); let part = fence(t - ${name}); ` +
    `${name}low += fence(${name} - fence(t - part)) + fence(${x} - part); ${name} = t; }`
  );
}
