import { source } from "./repository.ts";

/** A library whose losses are presets here. */
export interface PresetLibrary {
  /** As in `monai.DiceLoss`. */
  readonly name: string;
  readonly title: string;
  readonly page: string;
  /** The section about it in docs/coming-from.md. */
  readonly text: string;
}

const SECTION = /^## (.+): `(\w+)`\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm;
const FILE = "docs/coming-from.md";

/** The libraries, in the order of the page that `npm run docs` makes. */
export function presetLibraries(): PresetLibrary[] {
  return [...source(FILE).matchAll(SECTION)].map(([, title, name, text]) => ({
    name,
    title,
    page: `presets/${name.toLowerCase()}`,
    text: text.trim(),
  }));
}

/** The page docs/coming-from.md in parts: a page for each library, and what remains with a list of them. */
export function presetPages(
  root: string,
): { readonly path: string; readonly file: string; readonly text: string }[] {
  const libraries = presetLibraries();
  const pages = libraries.map(({ name, title, page, text }) => ({
    path: page,
    file: FILE,
    text: `# ${title}: \`${name}\`\n\n${text}\n`,
  }));
  const rows = libraries.map(
    ({ name, title, page, text }) => `| [${title}](${root}${page}.md) | \`${name}\` | ${losses(text)} |`,
  );
  const list = ["## The libraries", "", "| library | name | losses |", "|---|---|---|", ...rows, ""].join(
    "\n",
  );
  const [first, ...rest] = source(FILE)
    .replace(SECTION, "")
    .split(/^(?=## )/m);
  return [...pages, { path: "presets/index", file: FILE, text: [`${first}${list}\n`, ...rest].join("") }];
}

/** How many losses a section lists. */
function losses(text: string): number {
  return [...text.matchAll(/^\| `/gm)].length;
}
