import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GUIDES } from "../site/contents.ts";
import { repository, source, studio } from "../site/repository.ts";
import { textHash } from "./korean-texts.ts";

const OF = /^<!-- of ([0-9a-f]{12}) -->\n+/;
const UNTRANSLATED =
  '<p class="untranslated">다음 부분은 아직 한국어로 옮기지 않아 영어로 보여 드립니다.</p>';

/**
 * A guide in Korean: `ko/` and its path, each section behind a line with the hash of the section that it translates. A section that has no
 * translation, or whose English has changed since, is shown in English and says so.
 *
 * @returns undefined where no section is translated
 */
export function koreanGuide(file: string): string | undefined {
  const korean = koreanSections(file);
  const english = sectionsOf(source(file));
  if (!english.some((section) => korean.has(textHash(section)))) return undefined;
  const inKorean = (section: string) => {
    const text = korean.get(textHash(section));
    return text === undefined ? inEnglish(section) : withAnchorOf(section, text);
  };
  return english.map(inKorean).join("\n");
}

/** A line for each Korean section whose English has changed, or is gone. */
export function staleGuides(): string[] {
  return GUIDES.filter(({ file }) => existsSync(join(repository, file))).flatMap(({ file }) => {
    const hashes = sectionsOf(source(file)).map(textHash);
    return [...koreanSections(file)]
      .filter(([of]) => !hashes.includes(of))
      .map(
        ([, text]) =>
          `${file}, "${text.split("\n")[0]}": the English has changed; its sections are now ${hashes.join(", ")}`,
      );
  });
}

/** Sections by the hash of their English; none where there is no such file. */
function koreanSections(file: string): ReadonlyMap<string, string> {
  const path = join(studio, "ko", file);
  if (!existsSync(path)) return new Map();
  const parts = readFileSync(path, "utf8").split(/^(?=<!-- of )/m);
  return new Map(parts.map((part) => [OF.exec(part)?.[1] ?? "", part.replace(OF, "")]));
}

/** A page in its sections, each from a heading of the second level on; the first has the title. */
function sectionsOf(markdown: string): string[] {
  return markdown.split(/^(?=## )/m).map((section) => `${section.trimEnd()}\n`);
}

/** Links to a section hold in every language: its anchor is that of the English heading. */
function withAnchorOf(english: string, korean: string): string {
  const [, heading] = /^## (.+)$/m.exec(english) ?? [];
  if (!heading || !english.startsWith("## ")) return korean;
  const anchor = heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
  return korean.replace(/^(## .+)$/m, `$1 {#${anchor}}`);
}

/** An English section among Korean ones, whose links lead to where they led in docs/. */
function inEnglish(section: string): string {
  const linked = section.replaceAll(/\]\((?!https?:|#|\/)/g, "](../../../../docs/");
  return `${UNTRANSLATED}\n\n<div lang="en">\n\n${linked}\n</div>\n`;
}
