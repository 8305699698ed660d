import { expect } from "vitest";
import {
  givenFiles,
  readScoreOptions,
  type ScoreTexts,
  scoreGiven,
  scoreJson,
} from "../../src/score/index.ts";

type Content = Uint8Array | string;

/**
 * Scores the files of a test as a page does, which has no disk, and expects what the command printed.
 *
 * @param paths of all predictions, the truth last
 * @param options as they were typed
 * @param printed by the command with `--json`, or the sentence that it refused with
 */
export async function expectSameOfGiven(
  files: Readonly<Record<string, Content>>,
  paths: readonly string[],
  options: readonly string[],
  printed: string,
): Promise<void> {
  const given = givenFiles(new Map(Object.entries(files).map(([path, content]) => [path, blobOf(content)])));
  const asked = { predictions: paths.slice(0, -1), truth: paths.at(-1) ?? "" };
  const work = { signal: new AbortController().signal, onDone: () => {} };
  const said = await scoreGiven(given, asked, readScoreOptions(textsOf(options)), work).then(
    ({ models, comparisons, settings }) => scoreJson(models, comparisons, settings),
    (error: Error) => `segloss score: ${error.message}`,
  );
  expect(said).toBe(printed);
}

function blobOf(content: Content): Blob {
  return new Blob([typeof content === "string" ? content : Uint8Array.from(content)]);
}

function textsOf(options: readonly string[]): ScoreTexts {
  const texts: Record<string, string> = {};
  options.forEach((option, k) => {
    if (!option.startsWith("--")) return;
    const name = option.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const next = options[k + 1];
    texts[name] = next === undefined || next.startsWith("--") ? "yes" : next;
  });
  return texts;
}
