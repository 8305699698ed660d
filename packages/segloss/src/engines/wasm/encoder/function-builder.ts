import { float32, float64, signed, unsigned } from "./bytes.ts";
import { encodingOf, type Immediate, type InstructionName } from "./instructions.ts";

/** Value types, by their bytes. */
export const TYPE = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof TYPE;

/** Index of a local. */
export type Local = number;

/**
 * A WebAssembly function under construction. Operands are locals: the compiler of the host turns locals into
 * registers, so nothing is lost by naming every intermediate result. Vector constants are set into locals before the
 * first instruction, since V8 13.6 materialises inline ones again in every round of a loop.
 */
export interface FunctionBuilder {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** A new local, zero at first. */
  local(type: ValueType): Local;
  /** Appends an instruction whose operands are on the stack already. */
  emit(name: InstructionName, ...immediates: number[]): void;
  /** Pushes locals, applies an instruction, puts its result in a new local. */
  value(type: ValueType, name: InstructionName, args: readonly Local[], ...immediates: number[]): Local;
  /** The same with result v128. */
  vector(name: InstructionName, args: readonly Local[], ...immediates: number[]): Local;
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
  code(): number[];
}

export function functionBuilder(
  parameters: readonly ValueType[],
  results: readonly ValueType[] = [],
): FunctionBuilder {
  const locals: ValueType[] = [];
  const constants = new Map<string, Local>();
  const prologue: number[] = [];
  const body: number[] = [];

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
    parameters,
    results,
    local,
    emit,
    get,
    set,
    value,
    vector: (name, args, ...immediates) => value("v128", name, args, ...immediates),
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
      const bytes = [...declarations(locals), ...prologue, ...body, 0x0b];
      return [...unsigned(bytes.length), ...bytes];
    },
  };
}

function append(to: number[], name: InstructionName, immediates: readonly number[]): void {
  const { opcode, immediate } = encodingOf(name);
  for (const byte of opcode) to.push(byte);
  for (const byte of encodeImmediates(immediate, immediates)) to.push(byte);
}

function encodeImmediates(kind: Immediate, values: readonly number[]): readonly number[] {
  switch (kind) {
    case "none":
      return [];
    case "block":
      return [0x40];
    case "index":
      return unsigned(values[0]);
    case "i32":
      return signed(values[0]);
    case "f64":
      return float64(values[0]);
    case "memory":
      // Alignment 1 is only a hint; the offset is unsigned.
      return [0, ...unsigned(values[0] ?? 0)];
    case "lane":
    case "shuffle":
      return values;
    case "f32x4":
      return values.flatMap(float32);
    case "i32x4":
      return [...new Uint8Array(Int32Array.from(values).buffer)];
  }
}

/** Locals of one type in a row are declared together. */
function declarations(locals: readonly ValueType[]): number[] {
  const groups: { type: ValueType; count: number }[] = [];
  for (const type of locals) {
    const last = groups[groups.length - 1];
    if (last?.type === type) last.count++;
    else groups.push({ type, count: 1 });
  }
  return [
    ...unsigned(groups.length),
    ...groups.flatMap(({ type, count }) => [...unsigned(count), TYPE[type]]),
  ];
}
