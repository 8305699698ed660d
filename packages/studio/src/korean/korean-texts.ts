import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allOptions, type LossDefinition } from "segloss";
import { studio } from "../site/repository.ts";

/** A text in Korean, with the hash of the English text that it translates. */
export interface Translation {
  readonly of: string;
  readonly text: string;
}

const folder = join(studio, "ko/losses");

/** What is said about a loss, by the name of the field: title, use, legend.gamma, special.0, ... */
export function englishFields(d: LossDefinition): ReadonlyMap<string, string> {
  const legend = Object.entries(d.legend).map(([name, text]) => [`legend.${name}`, text] as const);
  const options = Object.entries(allOptions(d)).map(([name, { doc }]) => [`options.${name}`, doc] as const);
  const special = d.special.map((text, i) => [`special.${i}`, text] as const);
  const single = { title: d.title, summary: d.summary, use: d.use, emptyMask: d.emptyMask };
  const seed = d.seed ? [["seed", d.seed] as const] : [];
  return new Map([...Object.entries(single), ...legend, ...options, ...special, ...seed]);
}

/** The name of an English text: a translation of another text is stale. */
export function textHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** Sentences that several losses share, by the hash of the English. */
export function sharedTranslations(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(folder, "shared.json"), "utf8"));
}

export function ownTranslations(name: string): Readonly<Record<string, Translation>> {
  const path = join(folder, `${name}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** The Korean of each field that has one and whose English is still the same. */
export function koreanFields(d: LossDefinition): ReadonlyMap<string, string> {
  const shared = sharedTranslations();
  const own = ownTranslations(d.name);
  const found = [...englishFields(d)].map(([field, english]) => {
    const hash = textHash(english);
    return [field, own[field]?.of === hash ? own[field].text : shared[hash]] as const;
  });
  return new Map(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Title, summary and use in Korean; in English where they have not been translated. */
export function koreanTexts(d: LossDefinition): Pick<LossDefinition, "title" | "summary" | "use"> {
  const korean = koreanFields(d);
  const of = (field: "title" | "summary" | "use") => korean.get(field) ?? d[field];
  return { title: of("title"), summary: of("summary"), use: of("use") };
}

/** A line for each field without a Korean text of what it says now, and for each text of a field that is gone. */
export function staleTranslations(d: LossDefinition): string[] {
  const english = englishFields(d);
  const korean = koreanFields(d);
  const own = ownTranslations(d.name);
  const missing = [...english.keys()]
    .filter((field) => !korean.has(field))
    .map((field) => {
      const hash = textHash(english.get(field)!);
      return `${d.name}.${field}: ${own[field] ? "the English has changed" : "not translated"}; "of" is now ${hash}`;
    });
  const gone = Object.keys(own).filter((field) => !english.has(field));
  return [...missing, ...gone.map((field) => `${d.name}.${field}: there is no such text any more`)];
}
