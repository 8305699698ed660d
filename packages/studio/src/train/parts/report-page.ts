/** What a report is made of that may stand in this page: no script, nothing that loads. */
const REFUSED = "script, iframe, object, embed, link, meta, base, form, style, template";

/** A report of segloss brought into this page's policy, which refuses style elements and attributes: both become rules and properties. */
export interface ReportPage {
  /** The content, its style attributes as `data-style`. */
  readonly content: DocumentFragment;
  readonly sheet: CSSStyleSheet;
}

/** A browser applies the policy to what it parses, too, so that style has to be out of the way before. */
function withoutStyles(html: string): { readonly markup: string; readonly css: string } {
  const sheets: string[] = [];
  const markup = html
    .replaceAll(/<style[^>]*>([\s\S]*?)<\/style>/gi, (_, css: string) => {
      sheets.push(css);
      return "";
    })
    .replaceAll(/(<[a-z][^<>]*?)\sstyle=/gi, "$1 data-style=");
  return { markup, css: sheets.join("\n") };
}

/**
 * Takes an HTML file of `segloss compare` apart.
 *
 * @returns undefined for another file
 */
export function reportPage(html: string): ReportPage | undefined {
  const { markup, css } = withoutStyles(html);
  const parsed = new DOMParser().parseFromString(markup, "text/html");
  const main = parsed.querySelector("main");
  if (!main || !/Made by segloss/.test(main.textContent ?? "")) return undefined;
  for (const element of main.querySelectorAll(REFUSED)) element.remove();
  for (const element of main.querySelectorAll("*")) clean(element);
  const content = document.createDocumentFragment();
  const holder = document.createElement("div");
  holder.className = "report-body";
  // The page around it has its own main part and regions.
  const part = document.createElement("div");
  part.className = "report-main";
  part.append(...[...main.childNodes].map((node) => document.importNode(node, true)));
  for (const section of part.querySelectorAll("section")) section.removeAttribute("aria-labelledby");
  holder.append(part);
  content.append(holder);
  return { content, sheet: sheetOf(css) };
}

/** Handlers would be refused; links lead within the report alone. */
function clean(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const isAway =
      (name === "href" && !value.startsWith("#")) || (name === "src" && !value.startsWith("data:image/"));
    if (name.startsWith("on") || isAway) element.removeAttribute(name);
  }
}

/** The rules of a whole page as those of a part of one. */
function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    css
      .replaceAll(":root", ":host")
      .replace(/(^|[\s,}])body(?=[\s:{,.])/g, "$1.report-body")
      .replace(/(^|[\s,}])main(?=[\s:{,.])/g, "$1.report-main"),
  );
  return sheet;
}

/** Gives the elements back the styles that they had. */
export function applyStyles(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-style]"))
    element.style.cssText = element.dataset.style ?? "";
}

/** The rules for dark colours follow the site's choice, not the system's. */
export function followShade(sheet: CSSStyleSheet, dark: boolean): void {
  for (const rule of sheet.cssRules) {
    if (!(rule instanceof CSSMediaRule)) continue;
    const original = ORIGINALS.get(rule) ?? rule.conditionText;
    ORIGINALS.set(rule, original);
    if (/prefers-color-scheme:\s*dark/.test(original)) rule.media.mediaText = dark ? "all" : "not all";
  }
}

const ORIGINALS = new WeakMap<CSSMediaRule, string>();
