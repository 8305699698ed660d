import { describe, expect, it } from "vitest";
import {
  type Bytes,
  pushNumbers,
  pushSigned,
  pushText,
  pushUnsigned,
} from "../../../../src/engines/wasm/encoder/bytes.ts";
import { functionBuilder } from "../../../../src/engines/wasm/encoder/function-builder.ts";
import { encodeModule } from "../../../../src/engines/wasm/encoder/module.ts";
import { hasRelaxedSimd, hasSimd } from "../../../../src/engines/wasm/features.ts";
import { host } from "../../../../src/engines/wasm/host.ts";

function written(push: (to: Bytes) => void): number[] {
  const bytes: Bytes = [];
  push(bytes);
  return bytes;
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
    for (const [n, bytes] of examples) expect(written((to) => pushUnsigned(to, n))).toEqual(bytes);
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
    for (const [n, bytes] of examples) expect(written((to) => pushSigned(to, n))).toEqual(bytes);
  });
  it("floats are little endian, names carry their length", () => {
    expect(written((to) => pushNumbers(to, Float32Array.of(1)))).toEqual([0, 0, 0x80, 0x3f]);
    expect(written((to) => pushText(to, "ab"))).toEqual([2, 97, 98]);
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
  it("adds two numbers", () => {
    const f = functionBuilder(["i32", "i32"], ["i32"]);
    f.get(0);
    f.get(1);
    f.emit("i32.add");
    const module = new host.WebAssembly.Module(
      encodeModule({ functions: new Map([["add", f]]), shared: false }),
    );
    const memory = new host.WebAssembly.Memory({ initial: 1 });
    const { add } = new host.WebAssembly.Instance(module, { host: { memory } }).exports;
    expect(add(40, 2)).toBe(42);
  });
  it("a wrong type on the stack is not valid: the probe of features can fail", () => {
    const f = functionBuilder([]);
    f.push(1);
    f.emit("f32x4.add");
    expect(host.WebAssembly.validate(encodeModule({ functions: new Map([["f", f]]), shared: false }))).toBe(
      false,
    );
    expect(hasSimd()).toBe(true);
    expect(typeof hasRelaxedSimd()).toBe("boolean");
  });
});

function code(char: string): number {
  return char.charCodeAt(0);
}
