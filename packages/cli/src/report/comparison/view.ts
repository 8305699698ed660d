import type { ComparisonResults } from "../../compare/protocol/results.ts";
import type { Markup } from "../../page/html.ts";
import type { Pictures } from "./pictures.ts";

/** What a comparison's page is made of. */
export interface ComparisonView {
  readonly results: ComparisonResults;
  /** Without images: nothing is shown of them, and they go by numbers. */
  readonly pictures: Pictures;
}

/** A part of the page; undefined where there is nothing to show. */
export interface Section {
  readonly id: string;
  readonly title: string;
  render(view: ComparisonView): Markup | undefined;
}
