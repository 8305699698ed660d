import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The networks of a comparison, by name and to the byte. */
export async function networksIn(
  folder: string,
): Promise<{ readonly names: string[]; readonly models: string[] }> {
  const names = (await readdir(join(folder, "models"), { recursive: true }))
    .filter((name) => name.endsWith(".onnx"))
    .sort();
  const models = await Promise.all(names.map((name) => readFile(join(folder, "models", name), "base64")));
  return { names, models };
}
