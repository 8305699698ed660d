import { encodeModel, graph, readModel } from "@segloss/train";
import { describe, expect, it } from "vitest";
import { protobufWriter } from "../../src/onnx/protobuf-writer.ts";
import { runGraph } from "../run-graph.ts";

describe("the protobuf writer", () => {
  // The examples of https://protobuf.dev/programming-guides/encoding/
  it("writes the examples of the format's description", () => {
    const w = protobufWriter();
    w.integer(1, 150);
    w.text(2, "testing");
    w.message(3, (inner) => inner.integer(1, 150));
    const expected = "089601 120774657374696e67 1a03089601".replaceAll(" ", "");
    expect(Buffer.from(w.finish()).toString("hex")).toBe(expected);
  });

  it("writes negative integers in ten bytes and floats in four", () => {
    const w = protobufWriter();
    w.integer(1, -1);
    w.float(2, 1);
    expect(Buffer.from(w.finish()).toString("hex")).toBe(`08${"ff".repeat(9)}01150000803f`);
  });

  it("grows", () => {
    const w = protobufWriter();
    for (let index = 0; index < 1000; index++) w.integer(1, index);
    w.bytes(2, new Uint8Array(100_000));
    expect(w.finish().length).toBe(128 * 2 + 872 * 3 + 100_000 + 4);
  });
});

describe("a model", () => {
  it("says what it and its inputs are, where they are told", () => {
    const g = graph();
    const x = g.input("x", [3]);
    g.output("y", g.emit("Neg", [x], [3]));
    const bytes = encodeModel(g, { description: "the negative", descriptions: { x: "three numbers" } });
    // Tag and length of the model's field 6 and of a value's field 3, both strings.
    expect(Buffer.from(bytes).includes(Buffer.from("\x32\x0cthe negative"))).toBe(true);
    expect(Buffer.from(bytes).includes(Buffer.from("\x1a\x0dthree numbers"))).toBe(true);
  });

  it("is read back with metadata and parameters, whatever their alignment", () => {
    const g = graph();
    const weight = g.parameter("weight", Float32Array.of(1.5, -2, 1e-30), [3]);
    g.output("sum", g.emit("Add", [g.input("x", [3]), weight], [3]));
    const metadata = { häßlich: "größer als 1 €", empty: "" };
    const content = readModel(encodeModel(g, { metadata }));
    expect(content.metadata).toEqual(metadata);
    expect(content.parameters.weight).toEqual(Float32Array.of(1.5, -2, 1e-30));
  });

  it("leaves constants out that nothing reads", () => {
    const g = graph();
    g.constant(3);
    g.output("y", g.emit("Neg", [g.input("x", [1])], [1]));
    expect(readModel(encodeModel(g)).parameters).toEqual({});
  });
});

describe("a graph", () => {
  it("stores equal constants once", () => {
    const g = graph();
    expect(g.constant(0.5)).toBe(g.constant(0.5));
    expect(g.constant([1, 2])).toBe(g.constant([1, 2]));
    expect(g.constant([1, 2])).not.toBe(g.constant([1, 2], [1, 2]));
    expect(g.integers([1])).not.toBe(g.constant([1]));
    expect(g.initializers.length).toBe(5);
  });

  it("keeps apart 0 and -0", async () => {
    const g = graph();
    const x = g.input("x", [1]);
    g.output("positive", g.emit("Div", [x, g.constant(0)], [1]));
    g.output("negative", g.emit("Div", [x, g.constant(-0)], [1]));
    const run = await runGraph(g);
    const { positive, negative } = await run({ x: Float32Array.of(1) });
    expect([positive[0], negative[0]]).toEqual([Infinity, -Infinity]);
  });

  it("refuses a name twice and a constant of the wrong size", () => {
    const g = graph();
    g.input("x", [1]);
    expect(() => g.input("x", [1])).toThrow(/already has a tensor named "x"/);
    expect(() => g.constant([1, 2, 3], [2, 2])).toThrow(/shape \[2,2\] needs 4 values; got 3/);
  });
});
