import { firstFew } from "./data-error.ts";

/** Notes about files, those of many files with one text in one line. */
export function noteLines(
  reads: readonly { readonly pair: { readonly stem: string }; readonly notes: readonly string[] }[],
): string[] {
  const byText = new Map<string, string[]>();
  for (const { pair, notes } of reads)
    for (const text of new Set(notes)) byText.set(text, [...(byText.get(text) ?? []), pair.stem]);
  return [...byText].map(([text, stems]) =>
    stems.length === 1 ? `${stems[0]}: ${text}` : `${stems.length} files (${firstFew(stems)}): ${text}`,
  );
}
