import type { FunctionBuilder, Local, ValueType } from "./function-builder.ts";
import type { InstructionName } from "./instructions.ts";

/** Names of the instructions that begin with a type: "add" for "i32.add". */
type Of<P extends string, N = InstructionName> = N extends `${P}.${infer S}` ? S : never;

const LOADS = {
  u8: ["i32", "i32.load8_u"],
  u16: ["i32", "i32.load16_u"],
  i32: ["i32", "i32.load"],
  f32: ["f32", "f32.load"],
  f64: ["f64", "f64.load"],
  v128: ["v128", "v128.load"],
} as const;

const STORES = {
  u16: "i32.store16",
  i32: "i32.store",
  f32: "f32.store",
  f64: "f64.store",
  v128: "v128.store",
} as const;

/** Words for kernels that are written by hand: operands and results are locals, control flow nests. */
export interface Code {
  readonly f: FunctionBuilder;
  /** Constants. */
  int(n: number): Local;
  real(x: number): Local;
  /** Instructions whose result has the type that they are named after. */
  i32(name: Of<"i32">, ...args: Local[]): Local;
  f64(name: Of<"f64">, ...args: Local[]): Local;
  /** Instructions whose result is a truth or another i32. */
  test(name: InstructionName, ...args: Local[]): Local;
  vector(name: InstructionName, ...args: Local[]): Local;
  /** base + index * 2^shift */
  at(base: Local, index: Local, shift: number): Local;
  load(type: keyof typeof LOADS, address: Local, offset?: number): Local;
  store(type: keyof typeof STORES, address: Local, value: Local, offset?: number): void;
  /** A local to be assigned to, at first that value. */
  variable(type: ValueType, value: Local): Local;
  assign(to: Local, value: Local): void;
  /** Adds to an i32 variable. */
  advance(variable: Local, by: Local): void;
  select(type: ValueType, yes: Local, no: Local, condition: Local): Local;
  when(condition: Local, yes: () => void, no?: () => void): void;
  /** A loop without end but for `leaveWhen`, which stands directly in the body. */
  loop(body: (leaveWhen: (condition: Local) => void) => void): void;
  /** from, from + step, ... below end. */
  each(from: Local, end: Local, step: number, body: (index: Local) => void): void;
}

export function code(f: FunctionBuilder): Code {
  const constant = (type: "i32" | "f64", x: number): Local => {
    const local = f.local(type);
    f.emit(`${type}.const`, x);
    f.set(local);
    return local;
  };
  const assign = (to: Local, value: Local): void => {
    f.get(value);
    f.set(to);
  };
  const variable = (type: ValueType, value: Local): Local => {
    const local = f.local(type);
    assign(local, value);
    return local;
  };
  const loop = (body: (leaveWhen: (condition: Local) => void) => void): void => {
    f.emit("block");
    f.emit("loop");
    body((condition) => {
      f.get(condition);
      f.emit("br_if", 1);
    });
    f.emit("br", 0);
    f.emit("end");
    f.emit("end");
  };
  return {
    f,
    int: (n) => constant("i32", n),
    real: (x) => constant("f64", x),
    i32: (name, ...args) => f.value("i32", `i32.${name}`, args),
    f64: (name, ...args) => f.value("f64", `f64.${name}`, args),
    test: (name, ...args) => f.value("i32", name, args),
    vector: (name, ...args) => f.vector(name, args),
    at: (base, index, shift) => {
      f.get(base);
      f.get(index);
      if (shift > 0) {
        f.push(shift);
        f.emit("i32.shl");
      }
      f.emit("i32.add");
      const sum = f.local("i32");
      f.set(sum);
      return sum;
    },
    load: (type, address, offset = 0) => f.value(LOADS[type][0], LOADS[type][1], [address], offset),
    store: (type, address, value, offset = 0) => {
      f.get(address);
      f.get(value);
      f.emit(STORES[type], offset);
    },
    variable,
    assign,
    advance: (to, by) => assign(to, f.value("i32", "i32.add", [to, by])),
    select: (type, yes, no, condition) => f.value(type, "select", [yes, no, condition]),
    when: (condition, yes, no) => {
      f.get(condition);
      f.emit("if");
      yes();
      if (no) {
        f.emit("else");
        no();
      }
      f.emit("end");
    },
    loop,
    each: (from, end, step, body) => {
      const index = variable("i32", from);
      const isMore = (): void => {
        f.get(index);
        f.get(end);
        f.emit("i32.lt_u");
      };
      isMore();
      f.when(() =>
        f.repeat(() => {
          body(index);
          f.advance(index, step);
          isMore();
        }),
      );
    },
  };
}
