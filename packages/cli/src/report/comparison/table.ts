import { html, type Markup, markup } from "../../page/html.ts";

export interface Column {
  readonly head: string;
  /** Figures are flush right. */
  readonly number?: boolean;
}

export interface TableRow {
  readonly head: Markup | string;
  readonly cells: readonly (Markup | string)[];
  /** Cells that stand out, by place. */
  readonly best?: readonly number[];
}

/** A table with headers for rows and columns, in a box of its own that scrolls where the page is narrow. */
export function table(
  caption: string,
  first: string,
  columns: readonly Column[],
  rows: readonly TableRow[],
): Markup {
  const heads = columns.map(
    ({ head, number }) => html`<th scope="col"${markup(number ? ' class="number"' : "")}>${head}</th>`,
  );
  const body = rows.map(({ head, cells, best = [] }) => {
    const shown = cells.map((cell, k) => {
      const classes = [columns[k]?.number ? "number" : "text", best.includes(k) && "best"]
        .filter(Boolean)
        .join(" ");
      return html`<td class="${classes}">${cell}</td>`;
    });
    return html`<tr><th scope="row">${head}</th>${shown}</tr>`;
  });
  return scrolling(
    caption,
    html`<table class="table"><caption>${caption}</caption><thead><tr><th scope="col">${first}</th>${heads}</tr></thead><tbody>
${body}
</tbody></table>`,
  );
}

/** A box that scrolls sideways, by keys as well. */
export function scrolling(label: string, content: Markup): Markup {
  return html`<div class="wide" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}

/** Names with their values. */
export function facts(entries: readonly (readonly [string, string | Markup])[]): Markup {
  return html`<dl>${entries.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
