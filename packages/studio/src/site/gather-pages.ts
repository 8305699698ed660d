import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LOSSES } from "segloss";
import { koreanCurve } from "../korean/korean-curve.ts";
import { koreanGuide } from "../korean/korean-guides.ts";
import { koreanLossPage } from "../korean/korean-loss-page.ts";
import { koreanMemory } from "../korean/korean-memory.ts";
import { koreanMetricList, koreanMetricPage } from "../korean/korean-metric-page.ts";
import { koreanPresetPage } from "../korean/korean-preset-page.ts";
import { apiPages } from "./api-pages.ts";
import { GUIDES, LANGUAGES, type Language } from "./contents.ts";
import { kebab } from "./kebab.ts";
import { lossTableData } from "./loss-table-data.ts";
import { writeMathFont } from "./math-font.ts";
import { presetPages } from "./preset-pages.ts";
import { repository, source, studio } from "./repository.ts";
import { rewriteLinks } from "./rewrite-links.ts";

/** Where VitePress finds the pages: made anew by every build, never edited. */
export const PAGES: string = join(studio, ".cache/pages");

/** A page under way: its place in the site, the file that it is made from, and its text. */
interface Page {
  readonly path: string;
  readonly file: string;
  readonly text: string;
  /** Shown in English in another language's part of the site. */
  readonly untranslated?: boolean;
}

/**
 * Gathers all pages: the guides, losses and metrics as they stand in docs/, what is written for the site alone (`pages/`), the API
 * reference where it has been made, pictures and the font of formulas. Links lead to pages of the same language.
 */
export async function gatherPages(): Promise<void> {
  rmSync(PAGES, { recursive: true, force: true });
  for (const language of LANGUAGES) for (const page of pagesOf(language)) write(language, page);
  cpSync(join(studio, "public"), join(PAGES, "public"), { recursive: true });
  cpSync(join(repository, "docs/losses/curves"), join(PAGES, "public/curves"), { recursive: true });
  for (const { definition } of LOSSES) {
    const name = `curves/${kebab(definition.name)}.svg`;
    save(join(PAGES, "public/ko", name), koreanCurve(source(`docs/losses/${name}`), definition));
  }
  cpSync(join(repository, "docs/report.png"), join(PAGES, "public/report.png"));
  const tables = Object.fromEntries(LANGUAGES.map((language) => [language, lossTableData(language)]));
  writeFileSync(join(studio, ".cache/losses.json"), JSON.stringify(tables));
  await writeMathFont(join(PAGES, "public/stix-two-math.woff2"));
  for (const { path, text } of apiPages()) save(join(PAGES, `${path}.md`), text);
}

function pagesOf(language: Language): Page[] {
  const memory = koreanMemory("presets.json");
  const presets = presetPages(rootOf(language)).map((page) =>
    language === "ko" ? { ...page, text: koreanPresetPage(page.text, memory).text } : page,
  );
  const made = [...guidePages(language), ...lossPages(language), ...metricPages(language), ...presets];
  return [...made, ...ownPages(language)];
}

function guidePages(language: Language): Page[] {
  return GUIDES.filter(({ file }) => existsSync(join(repository, file))).map(({ file, path }) => {
    const korean = language === "ko" ? koreanGuide(file) : undefined;
    return {
      path,
      file,
      text: korean ?? source(file),
      untranslated: language === "ko" && korean === undefined,
    };
  });
}

function lossPages(language: Language): Page[] {
  const presets = koreanMemory("presets.json");
  return LOSSES.map(({ definition }) => {
    const name = kebab(definition.name);
    const file = `docs/losses/${name}.md`;
    const english = source(file);
    const text = language === "ko" ? koreanLossPage(english, definition, presets) : english;
    return {
      path: `losses/${name}`,
      file,
      text: withLiveLoss(text ?? english, definition.name),
      untranslated: text === undefined,
    };
  });
}

/** The live canvas of a loss stands before its curve. */
function withLiveLoss(text: string, name: string): string {
  return text.replace(/^(## (Curve|곡선)\n)/m, `<LossLive name="${name}" />\n\n$1`);
}

function metricPages(language: Language): Page[] {
  const memory = koreanMemory("metrics.json");
  const koreanOf = (name: string, english: string) =>
    (name === "README.md" ? koreanMetricList : koreanMetricPage)(english, memory).text;
  return readdirSync(join(repository, "docs/metrics")).map((name) => {
    const english = source(`docs/metrics/${name}`);
    return {
      path: `metrics/${name === "README.md" ? "index" : name.replace(/\.md$/, "")}`,
      file: `docs/metrics/${name}`,
      text: language === "ko" ? koreanOf(name, english) : english,
    };
  });
}

function ownPages(language: Language): Page[] {
  const folder = join(studio, "pages", language);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.replaceAll("\\", "/"))
    .map((name) => ({
      path: name.replace(/\.md$/, ""),
      file: `packages/studio/pages/${language}/${name}`,
      text: readFileSync(join(folder, name), "utf8"),
    }));
}

const PLACES: ReadonlyMap<string, string> = new Map([
  ...GUIDES.map(({ file, path }) => [file, path] as const),
  ...LOSSES.map(
    ({ definition: { name } }) => [`docs/losses/${kebab(name)}.md`, `losses/${kebab(name)}`] as const,
  ),
  ...readdirSync(join(repository, "docs/metrics")).map(
    (name) =>
      [
        `docs/metrics/${name}`,
        `metrics/${name === "README.md" ? "index" : name.replace(/\.md$/, "")}`,
      ] as const,
  ),
  ["docs/losses/README.md", "losses/index"],
  ["docs/coming-from.md", "presets/index"],
  ["README.md", "index"],
  ["README.ko.md", "index"],
]);

function write(language: Language, { path, file, text, untranslated }: Page): void {
  const root = rootOf(language);
  const linked = rewriteLinks(forReaders(text), file, (to) => {
    const curve = /^docs\/losses\/(curves\/.+)$/.exec(to);
    if (curve) return `${root}${curve[1]}`;
    if (to === "docs/report.png") return "/report.png";
    const own = /^packages\/studio\/pages\/\w+\/(.+)$/.exec(to);
    if (own) return root + own[1];
    const place = PLACES.get(to);
    return place === undefined ? undefined : `${root}${place}.md`;
  });
  save(
    join(PAGES, root, `${path}.md`),
    untranslated ? withFrontmatter(linked, "untranslated: true") : linked,
  );
}

/** Without the sentence that tells maintainers what a page is made from. */
function forReaders(text: string): string {
  return text.replace(/^Made from [^.]*`npm run docs`[^.]*\.\s*/m, "");
}

function save(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function rootOf(language: Language): string {
  return language === "en" ? "/" : "/ko/";
}

function withFrontmatter(text: string, line: string): string {
  return text.startsWith("---\n") ? text.replace("---\n", `---\n${line}\n`) : `---\n${line}\n---\n\n${text}`;
}
