import { graph, nodeRuntime } from "@segloss/train";
import { runGraph } from "../../run-graph.ts";

/** Channels side by side in a block of this processor: 16 with AVX-512, 8 with AVX2. */
export async function blockOfRuntime(): Promise<number> {
  const g = graph();
  const x = g.input("x", [1, 16, 1, 2]);
  g.output("y", g.emit("com.microsoft.nchwc.ReorderInput", [x], x.shape, { channels_last: 0 }));
  const run = await runGraph(g, nodeRuntime());
  // Channel c of pixel p is 2c + p, so the second pixel's first channel stands behind the first block.
  const { y } = await run({ x: Float32Array.from({ length: 32 }, (_, at) => at) });
  return (y as Float32Array).indexOf(1);
}
