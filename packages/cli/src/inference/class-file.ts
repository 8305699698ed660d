import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dataError } from "../data/data-error.ts";
import { refuseImages } from "../output/refuse-images.ts";
import { classColours } from "../page/palette.ts";
import type { PredictionKind } from "./gather-prediction.ts";

const NAME = "classes.json";

/** What `classes.json` beside the predictions says: names, and the colours of the palette or that numbers are objects. */
export function classFileText(classes: readonly string[], as: PredictionKind): string {
  const hex = classColours(classes).map(
    (colour) => `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`,
  );
  const content = {
    labels: { classes, colours: hex },
    instances: { classes: classes.length === 2 ? classes : ["background", "object"], labels: "instances" },
    probabilities: { classes },
  }[as];
  return `${JSON.stringify(content)}\n`;
}

/**
 * The path of `classes.json` in the folder of the predictions, which tells later that they are predictions.
 *
 * @throws DataError where another one is there, or masks without one: somebody's annotations must not be mixed with ours or overwritten
 */
export async function classFilePlace(folder: string, text: string): Promise<string> {
  const path = join(folder, NAME);
  const there = await readFile(path, "utf8").catch(() => undefined);
  if (there === text) return path;
  if (there === undefined) {
    await refuseImages("-o", folder);
    return path;
  }
  throw dataError(
    `-o ${folder}: it holds a ${NAME} that says something else; choose another folder, or remove it`,
  );
}
