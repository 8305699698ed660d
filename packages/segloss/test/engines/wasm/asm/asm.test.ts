import fc from "fast-check";
import { type FunctionBuilder, functionBuilder, wasmCode } from "segloss/wasm";
import { describe, expect, expectTypeOf, it } from "vitest";
import { ByteWriter } from "../../../../src/engines/wasm/asm/byte-writer.ts";
import { encodeModule } from "../../../../src/engines/wasm/asm/module.ts";
import { f64, type I32, i32, i64, type V128 } from "../../../../src/engines/wasm/asm/value.ts";
import { hasRelaxedSimd, hasSimd } from "../../../../src/engines/wasm/host/features.ts";
import { host } from "../../../../src/engines/wasm/host/host.ts";

function written(write: (to: ByteWriter) => void): number[] {
  const bytes = new ByteWriter();
  write(bytes);
  return [...bytes.bytes()];
}

describe("bytes", () => {
  it("unsigned LEB128, examples of the DWARF standard", () => {
    const examples: [number, number[]][] = [
      [2, [2]],
      [127, [127]],
      [128, [0x80, 1]],
      [129, [0x81, 1]],
      [12857, [0xb9, 0x64]],
      [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
    ];
    for (const [n, bytes] of examples) expect(written((to) => to.unsigned(n))).toEqual(bytes);
  });
  it("signed LEB128, examples of the DWARF standard", () => {
    const examples: [number, number[]][] = [
      [2, [2]],
      [-2, [0x7e]],
      [127, [0xff, 0]],
      [-127, [0x81, 0x7f]],
      [128, [0x80, 1]],
      [-128, [0x80, 0x7f]],
      [-2147483648, [0x80, 0x80, 0x80, 0x80, 0x78]],
    ];
    for (const [n, bytes] of examples) expect(written((to) => to.signed(n))).toEqual(bytes);
  });
  it("floats are little endian, names carry their length", () => {
    expect(written((to) => to.numbers(Float32Array.of(1)))).toEqual([0, 0, 0x80, 0x3f]);
    expect(written((to) => to.text("ab"))).toEqual([2, 97, 98]);
  });
  it("room grows with what is written", () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i & 255);
    const both = written((to) => {
      for (const byte of bytes) to.byte(byte);
      to.append(bytes);
    });
    expect(both).toEqual([...bytes, ...bytes]);
  });
});

describe("modules", () => {
  it("an empty function is the bytes of the specification", () => {
    const bytes = encodeModule({ functions: new Map([["f", functionBuilder([])]]), shared: false });
    const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
    const types = [1, 4, 1, 0x60, 0, 0];
    const imports = [2, 16, 1, 4, ...[..."host"].map(code), 6, ...[..."memory"].map(code), 2, 0, 0];
    const rest = [3, 2, 1, 0, 7, 5, 1, 1, code("f"), 0, 0, 10, 4, 1, 2, 0, 0x0b];
    expect([...bytes]).toEqual([...header, ...types, ...imports, ...rest]);
  });
  it("a wrong type on the stack is not valid: the probe of features can fail", () => {
    const f = functionBuilder([]);
    f.f32x4.add(i32.const(1) as unknown as V128, f.splat(1));
    expect(host.WebAssembly.validate(encodeModule({ functions: new Map([["f", f]]), shared: false }))).toBe(
      false,
    );
    expect(hasSimd()).toBe(true);
    expect(typeof hasRelaxedSimd()).toBe("boolean");
  });
  it("functions are numbered when the module is written, in whatever order they were made", () => {
    const twice = functionBuilder(["x"], ["i32"]);
    const main = functionBuilder(["x"], ["i32"]);
    main.result(main.call(twice, main.parameters.x.add(1)) as unknown as I32);
    twice.result(twice.parameters.x.mul(2));
    for (const functions of [
      { main, twice },
      { twice, main },
    ])
      expect(wasmCode(functions, 1)?.call.main(20)).toBe(42);
  });
  it("a function that is not in the module cannot be called", () => {
    const f = functionBuilder([]);
    f.call(functionBuilder([]));
    expect(() => wasmCode({ f }, 1)).toThrow("A function calls one that is not in its module: add it, too.");
  });
});

describe("functions", () => {
  it("expressions are computed where they are used, kept ones where they are kept", () => {
    const run = running(["x"], (f) => {
      const { x } = f.parameters;
      const next = x.add(1);
      const kept = f.let(next);
      f.set(x, 100);
      return next.mul(1000).add(kept);
    });
    expect(run(1)).toBe(101_002);
  });
  it("arithmetic of integers is that of JavaScript", () => {
    const run = running(["a", "b"], ({ parameters: { a, b } }) =>
      a.lt_s(b).choose(a.mul(b).xor(a.shr_u(3)), i32.sub(7, a).and(b)),
    );
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.integer(), (a, b) => {
        expect(run(a, b)).toBe(a < b ? Math.imul(a, b) ^ (a >>> 3) : (7 - a) & b);
      }),
    );
  });
  it("numbers of all types, in and out of memory", () => {
    const run = running(["x"], (f) => {
      const { x } = f.parameters;
      f.store(i32.const(8), f64.convert_i32_s(x).div(4));
      f.i64.store(16, i64.extend_i32_u(x).shl(40).or(5));
      const sum = f.let(f64.load(8).add(f64.const(0.5)));
      return i32.trunc_sat_f64_s(sum.mul(100)).add(i32.wrap_i64(i64.load(16).shr_u(40)));
    });
    expect(run(6)).toBe(206);
  });
  it("loops: counted up and down, while and until", () => {
    const run = running(["n"], (f) => {
      const { n } = f.parameters;
      const digits = f.local("i32", 0);
      const add = (x: I32 | number): void => f.set(digits, digits.mul(2).add(x));
      f.for(0, n, 2, (i) => add(i));
      f.forDown(n, (i) => add(i));
      const left = f.let(n);
      f.while(left, () => f.advance(left, -1));
      add(left);
      f.loop((leaveIf) => {
        leaveIf(left.ge_u(5));
        f.if(n, () => leaveIf(left.ge_u(3)));
        f.advance(left, 1);
      });
      add(left);
      return digits;
    });
    const expected = (n: number): number => {
      let digits = 0;
      for (let i = 0; i < n; i += 2) digits = 2 * digits + i;
      for (let i = n - 1; i >= 0; i--) digits = 2 * digits + i;
      return 4 * digits + (n ? 3 : 5);
    };
    for (const n of [0, 1, 4, 7]) expect(run(n)).toBe(expected(n));
  });
  it("vectors: constants are kept once, -0 is not 0, lanes are chosen by number", () => {
    const run = running([], (f) => {
      expect(f.splat(0)).toBe(f.splat(0));
      expect(f.splat(0)).not.toBe(f.splat(-0));
      expect(f.integers(3)).toBe(f.integers(3, 3, 3, 3));
      const mixed = f.lanes(f.integers(1, 2, 3, 4), f.integers(5, 6, 7, 8), [7, 0, 4, 2]);
      const signs = f.i32x4.bitmask(f.splat(-0));
      const digits = [0, 1, 2, 3].map((lane) => f.i32x4.extract_lane(mixed, lane));
      return digits.reduce((a, b) => a.mul(10).add(b), signs);
    });
    expect(run()).toBe(158_153);
  });
  it("what does not fit does not compile", () => {
    const f = functionBuilder({ x: "i32", y: "f64" });
    const { x, y } = f.parameters;
    expectTypeOf(x.add).parameter(0).toEqualTypeOf<I32 | number>();
    // @ts-expect-error a float is no integer
    x.add(y);
    // @ts-expect-error floats are not shifted
    expect(() => y.shl(2)).toThrow();
    // @ts-expect-error lanes are of vectors
    f.f32x4.add(x, f.splat(1));
    // @ts-expect-error a lane has to be named
    f.i32x4.extract_lane(f.splat(1));
    // @ts-expect-error not a parameter
    expect(f.parameters.z).toBe(undefined);
  });
});

/** A function that returns an integer, and can be called. */
function running<N extends string>(
  names: readonly N[],
  body: (f: FunctionBuilder<Record<N, "i32">>) => I32,
): (...args: number[]) => number {
  const f = functionBuilder(names, ["i32"]);
  f.result(body(f));
  const code = wasmCode({ run: f }, 1);
  return (...args) => code?.call.run(...args) as number;
}

function code(char: string): number {
  return char.charCodeAt(0);
}
