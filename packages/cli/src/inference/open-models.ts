import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type LoadedModel, loadModel, nodeRuntime } from "@segloss/train";
import { dataError, firstFew } from "../data/data-error.ts";
import { type Model, type Models, modelsOf } from "./models.ts";

/**
 * Opens models that segloss saved, or all .onnx files of a folder.
 *
 * @throws DataError for other files, and for models that do not go together
 */
export async function openModels(
  paths: readonly string[],
  threads: number,
  provider = "cpu",
): Promise<Models> {
  const files = (await Promise.all(paths.map(modelFiles))).flat();
  const models: Model[] = [];
  const dispose = async () => {
    for (const { loaded } of models) await loaded.dispose();
  };
  try {
    for (const file of files) models.push({ file, loaded: await openModel(file, threads, provider) });
    return modelsOf(models);
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The file, or the .onnx files of the folder. */
async function modelFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch((cause) => {
    throw dataError(
      `${path}: no such file or folder; expected an .onnx file that segloss compare wrote`,
      cause,
    );
  });
  if (!found.isDirectory()) return [path];
  const names = await networksIn(path);
  if (names.length === 0)
    throw dataError(`${path}: there is no .onnx file in this folder; ${await whereTo(path)}`);
  return names.map((name) => join(path, name));
}

async function networksIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => name.endsWith(".onnx") && !name.startsWith(".")).sort();
}

/** A comparison has a folder a loss in `models`: networks of several losses are not averaged. */
async function whereTo(path: string): Promise<string> {
  for (const folder of [path, join(path, "models")]) {
    const inside = (await readdir(folder).catch((): string[] => [])).sort().map((name) => join(folder, name));
    const full = await Promise.all(
      inside.map(async (one) => ((await networksIn(one)).length > 0 ? [one] : [])),
    );
    if (full.flat().length > 0) return `give one of those of a loss: ${firstFew(full.flat(), 6)}`;
  }
  return "segloss compare writes them to OUTPUT/models/LOSS";
}

async function openModel(file: string, threads: number, provider: string): Promise<LoadedModel> {
  const bytes = await readFile(file);
  try {
    const loaded = await loadModel(bytes, nodeRuntime({ provider }), { threads });
    return provider === "cpu" ? loaded : { ...loaded, predict: refusing(file, loaded) };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const reason = cause.message.replace(/; only models saved by segloss can be loaded\.$/, "");
    throw dataError(
      `${file}: it is no trained network that segloss wrote (${reason.replace(/\.$/, "")}); expected a file of OUTPUT/models of segloss compare`,
      cause,
    );
  }
}

/** What a provider cannot compute, or computes wrongly, is said of the file. */
function refusing(file: string, { predict }: LoadedModel): LoadedModel["predict"] {
  return async (...images) => {
    try {
      return await predict(...images);
    } catch (cause) {
      throw dataError(`${file}: ${(cause as Error).message}`, cause);
    }
  };
}
