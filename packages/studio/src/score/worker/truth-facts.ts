import {
  classFileFrom,
  colourSource,
  differingPalettes,
  HEAD,
  namesOfLabels,
  type ScoreSettings,
} from "@segloss/cli/score";
import type { Side } from "../files/side.ts";

/** What is known of the truth's labels besides its masks. */
export interface TruthFacts {
  readonly names: ReadonlyMap<number, string>;
  readonly colours: Pick<ScoreSettings, "colours">;
}

/**
 * Names and colours of classes, from `classes.json`, `classes.txt` or `labelmap.txt` given with the masks, or from palettes that do not
 * agree.
 *
 * @param title of the truth in sentences
 */
export async function truthFacts({ files, isFolder }: Side, title: string): Promise<TruthFacts> {
  const fileOf = (name: string) => files.find(({ path }) => path === name)?.file;
  const pathOf = (name: string) => (isFolder ? `${title}/${name}` : name);
  const found = await classFileFrom(async (name) => fileOf(name)?.text(), pathOf);
  const headOf = async (name: string) =>
    new Uint8Array((await fileOf(name)?.slice(0, HEAD).arrayBuffer()) ?? new ArrayBuffer(0));
  const names = files.flatMap(({ path }) => (path.includes("/") ? [] : [path]));
  const colours =
    colourSource(found) ?? (isFolder ? await differingPalettes(names, headOf, pathOf) : undefined);
  return { names: namesOfLabels(found), colours: colours ? { colours } : {} };
}
