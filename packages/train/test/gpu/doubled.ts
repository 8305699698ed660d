import { emptyTensor, encodeModel, floatTensor, graph, type Runtime } from "@segloss/train";

export interface Gpu {
  requestAdapter(): Promise<{ requestDevice(): Promise<never> } | null>;
}

/** 1, 2, 3, doubled by a runtime. */
export async function doubled(runtime: Runtime): Promise<number[]> {
  const g = graph("gpu");
  const x = g.input("x", [3]);
  g.output("y", g.emit("Add", [x, x], [3]));
  const session = await runtime.session(encodeModel(g), { threads: 1 });
  const y = emptyTensor("float32", [3]);
  await session.run({ x: floatTensor(Float32Array.of(1, 2, 3), [3]) }, { y });
  return [...(y.data as Float32Array)];
}
