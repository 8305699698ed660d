import { explain, LOSSES, type LossDefinition } from "segloss";
import { koreanTexts } from "../korean/korean-texts.ts";
import type { Language } from "./contents.ts";
import { FAMILIES } from "./families.ts";
import { kebab } from "./kebab.ts";
import { NEEDS } from "./needs.ts";

export interface LossRow {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly formula: string;
  /** What the search of the table looks at besides the name. */
  readonly text: string;
  readonly needs: readonly string[];
  readonly link: string;
}

export interface LossTableData {
  readonly families: readonly {
    readonly id: string;
    readonly text: string;
    readonly losses: readonly LossRow[];
  }[];
  readonly needs: readonly { readonly id: string; readonly text: string }[];
}

/** Everything that the table of losses shows, from the losses themselves. */
export function lossTableData(language: Language): LossTableData {
  const definitions = new Map(LOSSES.map((factory) => [factory.definition.name, factory]));
  return {
    families: FAMILIES.map(({ id, text, losses }) => ({
      id,
      text: text[language],
      losses: losses.map((name) => row(definitions.get(name)!, language)),
    })),
    needs: NEEDS.map(({ id, text }) => ({ id, text: text[language] })),
  };
}

function row(factory: (typeof LOSSES)[number], language: Language): LossRow {
  const d = factory.definition;
  const { formula } = explain(factory(), { channels: 1 });
  const { title, summary, use } = language === "ko" ? koreanTexts(d) : d;
  const short = formula.split(" where ")[0];
  const needs = NEEDS.filter(({ losses }) => losses.includes(d.name)).map(({ id }) => id);
  const text = [title, summary, use, formula, ...english(d, language)].join(" ");
  return { name: d.name, title, summary, formula: short, text, needs, link: `losses/${kebab(d.name)}.html` };
}

/** A loss is found by its English title in every language. */
function english(d: LossDefinition, language: Language): string[] {
  return language === "en" ? [] : [d.title];
}
