import { check } from "../../../door/check.ts";
import { choice, listOf } from "../../../door/kinds.ts";
import { type Bytes, joined, pushNumbers, pushSigned, pushUnsigned } from "./bytes.ts";
import { encodingOf, type Immediate, type InstructionName } from "./instructions.ts";

/** Value types, by their bytes. */
export const TYPE = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof TYPE;

/** Index of a local. */
export type Local = number;

/**
 * A WebAssembly function under construction. Operands are locals: the compiler of the host turns locals into
 * registers, so nothing is lost by naming every intermediate result. Vector constants are set into locals before the
 * first instruction, since V8 13.6 materialises inline ones again in every round of a loop.
 */
export interface FunctionBuilder {
  readonly types: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** A new local, zero at first. */
  local(type: ValueType): Local;
  /** Appends an instruction whose operands are on the stack already. */
  emit(name: InstructionName, ...immediates: number[]): void;
  /** Pushes locals, applies an instruction, puts its result in a new local. */
  value(type: ValueType, name: InstructionName, args: readonly Local[], ...immediates: number[]): Local;
  /** The same with result v128. */
  vector(name: InstructionName, args: readonly Local[], ...immediates: number[]): Local;
  /** Lanes of integers shifted by so many bits, in a new local. */
  shift(name: "i32x4.shl" | "i32x4.shr_s", x: Local, bits: number): Local;
  /** A float in all four lanes, from a local set once. */
  splat(x: number): Local;
  /** An integer in all four lanes, from a local set once. */
  integers(...lanes: number[]): Local;
  /** An i32 constant on the stack. */
  push(n: number): void;
  get(local: Local): void;
  set(local: Local): void;
  /** Sets a local to local + n. */
  advance(local: Local, n: number): void;
  /** A loop that is entered at least once; the body leaves on the stack whether to go round again. */
  repeat(body: () => void): void;
  /** Runs the body when the stack says so. */
  when(body: () => void): void;
  /** Bytes of the function's code entry. */
  code(): Uint8Array;
}

const TYPES = listOf(choice(...Object.keys(TYPE)), `a list of ${Object.keys(TYPE).join(", ")}`);

export function functionBuilder(
  parameters: readonly ValueType[],
  results: readonly ValueType[] = [],
): FunctionBuilder {
  check("functionBuilder: parameters", parameters, TYPES);
  check("functionBuilder: results", results, TYPES);
  const locals: ValueType[] = [];
  const constants = new Map<string, Local>();
  const prologue: Bytes = [];
  const body: Bytes = [];

  const local = (type: ValueType): Local => parameters.length + locals.push(type) - 1;
  const emit = (name: InstructionName, ...immediates: number[]): void => {
    append(body, name, immediates);
  };
  const get = (at: Local): void => emit("local.get", at);
  const set = (at: Local): void => emit("local.set", at);
  const constant = (key: string, name: InstructionName, lanes: readonly number[]): Local => {
    const known = constants.get(key);
    if (known !== undefined) return known;
    const at = local("v128");
    append(prologue, name, lanes);
    append(prologue, "local.set", [at]);
    constants.set(key, at);
    return at;
  };
  const value = (
    type: ValueType,
    name: InstructionName,
    args: readonly Local[],
    ...immediates: number[]
  ): Local => {
    for (const arg of args) get(arg);
    emit(name, ...immediates);
    const result = local(type);
    set(result);
    return result;
  };
  return {
    types: parameters,
    results,
    local,
    emit,
    get,
    set,
    value,
    vector: (name, args, ...immediates) => value("v128", name, args, ...immediates),
    shift: (name, x, bits) => {
      get(x);
      emit("i32.const", bits);
      emit(name);
      const result = local("v128");
      set(result);
      return result;
    },
    splat: (x) => constant(`f${Object.is(x, -0) ? "-0" : x}`, "f32x4.const", [x, x, x, x]),
    integers: (...lanes) => {
      const four = lanes.length === 1 ? [lanes[0], lanes[0], lanes[0], lanes[0]] : lanes;
      return constant(`i${four.join()}`, "i32x4.const", four);
    },
    push: (n) => emit("i32.const", n),
    advance: (at, n) => {
      get(at);
      emit("i32.const", n);
      emit("i32.add");
      set(at);
    },
    repeat: (round) => {
      emit("loop");
      round();
      emit("br_if", 0);
      emit("end");
    },
    when: (then) => {
      emit("if");
      then();
      emit("end");
    },
    code: () => {
      const declared = declarations(locals);
      const head: Bytes = [];
      pushUnsigned(head, declared.length + prologue.length + body.length + 1);
      return joined([head, declared, prologue, body, [0x0b]]);
    },
  };
}

function append(to: Bytes, name: InstructionName, immediates: readonly number[]): void {
  const { opcode, immediate } = encodingOf(name);
  for (const byte of opcode) to.push(byte);
  if (immediate !== "none") pushImmediates(to, immediate, immediates);
}

function pushImmediates(to: Bytes, kind: Immediate, values: readonly number[]): void {
  switch (kind) {
    case "none":
      return;
    case "block":
      to.push(0x40);
      return;
    case "index":
      pushUnsigned(to, values[0]);
      return;
    case "i32":
      pushSigned(to, values[0]);
      return;
    case "f64":
      pushNumbers(to, Float64Array.of(values[0]));
      return;
    case "memory":
      // Alignment 1 is only a hint; the offset is unsigned.
      to.push(0);
      pushUnsigned(to, values[0] ?? 0);
      return;
    case "memory-lane":
      to.push(0);
      pushUnsigned(to, values[0]);
      to.push(values[1]);
      return;
    case "atomic":
      // Atomic access has to be aligned to its four bytes.
      to.push(2);
      pushUnsigned(to, values[0] ?? 0);
      return;
    case "lane":
    case "shuffle":
      to.push(...values);
      return;
    case "f32x4":
      pushNumbers(to, Float32Array.from(values));
      return;
    case "i32x4":
      pushNumbers(to, Int32Array.from(values));
  }
}

/** Locals of one type in a row are declared together. */
function declarations(locals: readonly ValueType[]): Bytes {
  const groups: { type: ValueType; count: number }[] = [];
  for (const type of locals) {
    const last = groups[groups.length - 1];
    if (last?.type === type) last.count++;
    else groups.push({ type, count: 1 });
  }
  const bytes: Bytes = [];
  pushUnsigned(bytes, groups.length);
  for (const { type, count } of groups) {
    pushUnsigned(bytes, count);
    bytes.push(TYPE[type]);
  }
  return bytes;
}
