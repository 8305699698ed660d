import { cut, emptyTensor, encodeModel, type GraphContent, graph, nodeRuntime } from "@segloss/train";
import { expect, it } from "vitest";
import { savedName } from "../../src/graph/cut.ts";

async function run(content: GraphContent, data: Readonly<Record<string, Float32Array>>) {
  const session = await nodeRuntime().session(encodeModel(content), { threads: 1 });
  const inputs = content.inputs.map(
    ({ name, shape, type }) => [name, { type, shape, data: data[name] }] as const,
  );
  const outputs = content.outputs.map(
    ({ name, value }) => [name, emptyTensor(value.type, value.shape)] as const,
  );
  await session.run(Object.fromEntries(inputs), Object.fromEntries(outputs));
  return Object.fromEntries(outputs.map(([name, { data }]) => [name, data as Float32Array]));
}

it("a cut graph computes in two halves what the whole computes, and carries only what the second reads", async () => {
  const g = graph();
  const [x, w] = [g.input("x", [2]), g.input("w", [2])];
  const unused = g.emit("Neg", [x], [2]);
  const squared = g.emit("Mul", [x, x], [2]);
  const root = g.emit("Sqrt", [g.emit("Add", [squared, unused], [2])], [2]);
  const nodeCount = g.nodes.length;
  g.output("early", root);
  g.output("late", g.emit("Mul", [g.emit("Add", [squared, w], [2]), g.constant(2)], [2]));
  const { first, second, saved } = cut(g, nodeCount, ["early"]);
  expect(saved).toEqual([squared]);
  expect(first.inputs.map(({ name }) => name)).toEqual(["x"]);
  expect(second.inputs.map(({ name }) => name)).toEqual(["w", squared.name]);

  const feeds = { x: Float32Array.of(2, 3), w: Float32Array.of(10, 20) };
  const early = await run(first, feeds);
  const late = await run(second, { ...feeds, [squared.name]: early[savedName(squared)] });
  expect(late).toEqual({ late: Float32Array.of(28, 58) });
  expect(early.early).toEqual(Float32Array.of(Math.SQRT2, Math.sqrt(6)));
  expect(await run(g, feeds)).toEqual({ early: early.early, late: late.late });
});
