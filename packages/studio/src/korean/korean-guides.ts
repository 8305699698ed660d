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
    const ids = headingsOf(section).map(anchorOf);
    for (const [k, own] of headingsOf(text).entries()) anchors.set(anchorOf(own), ids[k]);
    let k = 0;
    return text.replace(HEADING, (heading) => `${heading} {#${ids[k++]}}`);
  });
  return sections.join("\n").replaceAll(/\]\(#([^)]+)\)/g, (_, own) => `](#${anchors.get(own) ?? own})`);
}

/** A line for each Korean section whose English has changed, or is gone, or has other headings. */
export function staleGuides(): string[] {
  return GUIDES.filter(({ file }) => existsSync(join(repository, file))).flatMap(({ file }) => {
    const english = new Map(sectionsOf(source(file)).map((section) => [textHash(section), section]));
    return [...koreanSections(file)].flatMap(([of, text]) => {
      const section = english.get(of);
      const title = `${file}, "${text.split("\n")[0]}"`;
      if (section === undefined)
        return `${title}: the English has changed; its sections are now ${[...english.keys()].join(", ")}`;
      const [there, here] = [section, text].map((one) => headingsOf(one).length);
      return there === here ? [] : `${title}: the English has ${there} headings, not ${here}`;
    });
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

/** Headings below the title. Code has none, since its lines are set in or begin with no `##`. */
const HEADING = /^#{2,3} .+$/gm;

function headingsOf(section: string): string[] {
  return section.match(HEADING) ?? [];
}

/**
 * The anchor of a heading. In Korean pages headings have that of the English one, so that links from everywhere hold; what is written for
 * Korean readers of the file itself has its own.
 */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
}

/** An English section among Korean ones, whose links lead to where they led in docs/. */
function inEnglish(section: string): string {
  const linked = section.replaceAll(/\]\((?!https?:|#|\/)/g, "](../../../../docs/");
  return `${UNTRANSLATED}\n\n<div lang="en">\n\n${linked}\n</div>\n`;
}
