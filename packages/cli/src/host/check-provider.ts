import { encodeModel, graph, nodeRuntime } from "@segloss/train";
import { dataError } from "../data/data-error.ts";

/**
 * Loads the smallest model there is on a provider, so that one that the machine does not have is refused before anything is
 * read or trained.
 *
 * @throws DataError
 */
export async function checkProvider(provider = "cpu"): Promise<void> {
  if (provider === "cpu") return;
  const g = graph("gpu");
  const x = g.input("x", [1]);
  g.output("y", g.emit("Add", [x, x], [1]));
  try {
    const session = await nodeRuntime({ provider }).session(encodeModel(g), { threads: 1 });
    await session.release();
  } catch (cause) {
    throw dataError(`--provider ${provider}: ${(cause as Error).message}`, cause);
  }
}
