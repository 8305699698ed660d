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
  const anchors = new Map<string, string>();
  const sections = english.map((section) => {
    const text = korean.get(textHash(section));
    if (text === undefined) return inEnglish(section);
    const [of, own] = [anchorOf(section), anchorOf(text)];
    if (of === undefined || own === undefined) return text;
    anchors.set(own, of);
    return text.replace(/^(## .+)$/m, `$1 {#${of}}`);
  });
  return sections.join("\n").replaceAll(/\]\(#([^)]+)\)/g, (_, own) => `](#${anchors.get(own) ?? own})`);
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

/**
 * The anchor of a section's heading. In Korean pages sections have that of the English one, so that links from everywhere hold; what is written for
 * Korean readers of the file itself has its own.
 */
function anchorOf(section: string): string | undefined {
  const [, heading] = /^## (.+)\n/.exec(section) ?? [];
  return heading
    ?.toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
}

/** An English section among Korean ones, whose links lead to where they led in docs/. */
function inEnglish(section: string): string {
  const linked = section.replaceAll(/\]\((?!https?:|#|\/)/g, "](../../../../docs/");
  return `${UNTRANSLATED}\n\n<div lang="en">\n\n${linked}\n</div>\n`;
}
