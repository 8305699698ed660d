import type { FunctionBuilder, Local, ValueType } from "../encoder/function-builder.ts";
import type { InstructionName } from "../encoder/instructions.ts";

type ScalarType = Exclude<ValueType, "v128">;

/** A number that the function under construction computes where it is pushed. */
export interface Scalar {
  readonly type: ScalarType;
  push(): void;
}

/** A number kept in a local. */
export interface Variable extends Scalar {
  readonly local: Local;
  set(x: Scalar | number): void;
}

/** An operand: numbers take the type of the other one. */
type Operand = Scalar | number;

/** Scalar code as expressions: sorts and tables are loops over integers and float64, not over vectors. */
export interface Scalars {
  readonly f: FunctionBuilder;
  int(n: number): Scalar;
  real(x: number): Scalar;
  /** What a local holds; i32 unless said otherwise. */
  of(local: Local, type?: ScalarType): Scalar;
  op(type: ScalarType, name: InstructionName, args: readonly Scalar[], ...immediates: number[]): Scalar;
  add(a: Scalar, b: Operand): Scalar;
  sub(a: Scalar, b: Operand): Scalar;
  mul(a: Scalar, b: Operand): Scalar;
  div(a: Scalar, b: Operand): Scalar;
  and(a: Scalar, b: Operand): Scalar;
  or(a: Scalar, b: Operand): Scalar;
  xor(a: Scalar, b: Operand): Scalar;
  shl(a: Scalar, b: Operand): Scalar;
  shr(a: Scalar, b: Operand): Scalar;
  /** Unsigned comparison of i32, or of float64. */
  less(a: Scalar, b: Operand): Scalar;
  /** a when the condition holds, else b. */
  choose(condition: Scalar, a: Scalar, b: Scalar): Scalar;
  smaller(a: Scalar, b: Operand): Scalar;
  /** An unsigned integer as float64. */
  toReal(x: Scalar): Scalar;
  load(address: Scalar, offset?: number): Scalar;
  /** A float32 as float64. */
  loadFloat(address: Scalar, offset?: number): Scalar;
  loadReal(address: Scalar, offset?: number): Scalar;
  store(address: Scalar, value: Scalar, offset?: number): void;
  /** Stores a float64 as float32. */
  storeFloat(address: Scalar, value: Scalar, offset?: number): void;
  /** A local, set to a value. */
  variable(value: Scalar): Variable;
  when(condition: Scalar, then: () => void, otherwise?: () => void): void;
  /** Rounds while the body's result holds, one at least. */
  repeat(round: () => Scalar): void;
  /** i = from, ..., to - 1, by steps. */
  each(from: Operand, to: Operand, body: (i: Variable) => void, step?: number): void;
  /** The same, four rounds at a time while they last: the body's number is i + offset. */
  eachFour(from: Scalar, to: Scalar, body: (i: Scalar, offset: number) => void, step: number): void;
  /** i = count - 1, ..., 0. */
  eachDown(count: Scalar, body: (i: Variable) => void): void;
}

export function scalars(f: FunctionBuilder): Scalars {
  const op = (
    type: ScalarType,
    name: InstructionName,
    args: readonly Scalar[],
    ...immediates: number[]
  ): Scalar => ({
    type,
    push: () => {
      for (const arg of args) arg.push();
      f.emit(name, ...immediates);
    },
  });
  const constant = (type: ScalarType, x: number): Scalar =>
    op(type, type === "f64" ? "f64.const" : type === "i64" ? "i64.const" : "i32.const", [], x);
  const operand = (x: Operand, like: ScalarType): Scalar => (typeof x === "number" ? constant(like, x) : x);
  const binary =
    (verb: string) =>
    (a: Scalar, b: Operand): Scalar =>
      op(a.type, `${a.type}.${verb}` as InstructionName, [a, operand(b, a.type)]);
  const int = (n: number): Scalar => constant("i32", n);
  const of = (local: Local, type: ScalarType = "i32"): Scalar => op(type, "local.get", [], local);
  const variable = (value: Scalar): Variable => {
    const local = f.local(value.type);
    const set = (x: Operand): void => {
      operand(x, value.type).push();
      f.set(local);
    };
    set(value);
    return { ...of(local, value.type), local, set };
  };
  const less = (a: Scalar, b: Operand): Scalar =>
    op("i32", a.type === "f64" ? "f64.lt" : "i32.lt_u", [a, operand(b, a.type)]);
  const choose = (condition: Scalar, a: Scalar, b: Scalar): Scalar => op(a.type, "select", [a, b, condition]);
  const when = (condition: Scalar, then: () => void, otherwise?: () => void): void => {
    condition.push();
    f.when(() => {
      then();
      if (!otherwise) return;
      f.emit("else");
      otherwise();
    });
  };
  const repeat = (round: () => Scalar): void => f.repeat(() => round().push());
  const [add, sub] = [binary("add"), binary("sub")];
  const each: Scalars["each"] = (from, to, body, step = 1) => {
    const i = variable(operand(from, "i32"));
    when(less(i, to), () =>
      repeat(() => {
        body(i);
        i.set(add(i, step));
        return less(i, to);
      }),
    );
  };
  return {
    each,
    eachFour: (from, to, body, step) => {
      const rest = op("i32", "i32.rem_u", [sub(to, from), operand(4 * step, "i32")]);
      const whole = variable(sub(to, rest));
      each(
        from,
        whole,
        (i) => {
          for (const k of [0, 1, 2, 3]) body(i, k * step);
        },
        4 * step,
      );
      each(whole, to, (i) => body(i, 0), step);
    },
    ...{ f, int, of, op, variable, less, choose, when, repeat, add, sub },
    real: (x) => constant("f64", x),
    mul: binary("mul"),
    div: (a, b) => op(a.type, a.type === "f64" ? "f64.div" : "i32.div_u", [a, operand(b, a.type)]),
    and: binary("and"),
    or: binary("or"),
    xor: binary("xor"),
    shl: binary("shl"),
    shr: binary("shr_u"),
    smaller: (a, b) => choose(less(a, b), a, operand(b, a.type)),
    toReal: (x) => op("f64", "f64.convert_i32_u", [x]),
    load: (address, offset = 0) => op("i32", "i32.load", [address], offset),
    loadFloat: (address, offset = 0) =>
      op("f64", "f64.promote_f32", [op("f32", "f32.load", [address], offset)]),
    loadReal: (address, offset = 0) => op("f64", "f64.load", [address], offset),
    store: (address, value, offset = 0) => {
      address.push();
      value.push();
      f.emit(`${value.type}.store`, offset);
    },
    storeFloat: (address, value, offset = 0) => {
      address.push();
      value.push();
      f.emit("f32.demote_f64");
      f.emit("f32.store", offset);
    },
    eachDown: (count, body) => {
      const i = variable(count);
      when(i, () =>
        repeat(() => {
          i.set(sub(i, 1));
          body(i);
          return i;
        }),
      );
    },
  };
}
