import { percent } from "../../inspect/advice/numbers.ts";
import type { Inspection } from "../../inspect/inspection.ts";
import type { SeenSet } from "../../inspect/see/seen-set.ts";
import { html, type Markup } from "../../page/html.ts";
import type { Colour } from "../../page/palette.ts";
import { thumbnail } from "./thumbnail.ts";

/** Images that are shown of the most and of the least foreground, and groups of equal ones. */
const MOST_SHOWN = 6;

/** Places of the images with least and with most foreground; those without any are not shown where others are. */
export function extremes({ images }: Inspection): { readonly least: number[]; readonly most: number[] } {
  const shares = images.map(
    ({ pixels }) =>
      1 -
      pixels[0] /
        Math.max(
          1,
          pixels.reduce((a, b) => a + b, 0),
        ),
  );
  const order = images.map((_, i) => i).sort((a, b) => shares[a] - shares[b] || a - b);
  const filled = order.filter((i) => shares[i] > 0);
  const shown = filled.length > 0 ? filled : order;
  const most = shown.slice(-MOST_SHOWN).reverse();
  return { most, least: shown.slice(0, MOST_SHOWN).filter((i) => !most.includes(i)) };
}

/** Small pictures of images with their masks, side by side. */
export async function pictureRow(
  set: SeenSet,
  inspection: Inspection,
  places: readonly number[],
  colours: readonly Colour[],
): Promise<Markup> {
  const cards: Markup[] = [];
  for (const place of places) cards.push(await card(set, inspection, place, colours));
  return html`<div class="pictures">${cards}</div>`;
}

async function card(
  set: SeenSet,
  { images }: Inspection,
  place: number,
  colours: readonly Colour[],
): Promise<Markup> {
  const { name, pixels, width, height, objects } = images[place];
  const { image, mask } = thumbnail(await set.picture(place), colours);
  const known = pixels.reduce((a, b) => a + b, 0);
  const facts = `${width}x${height}, ${percent(1 - pixels[0] / Math.max(1, known))} foreground, ${objects} object${objects === 1 ? "" : "s"}`;
  return html`<figure class="card"><div class="two"><img src="${image}" alt="image ${name}"><img src="${mask}" alt="classes of ${name}"></div><figcaption>${name}<br><span class="muted">${facts}</span></figcaption></figure>`;
}

/** Files with the same pixels or the same mask, next to each other. */
export async function duplicateRows(
  set: SeenSet,
  inspection: Inspection,
  colours: readonly Colour[],
): Promise<Markup> {
  const { images, masks } = inspection.duplicates;
  if (images.length + masks.length === 0)
    return html`<p>No two files have the same pixels, and no two images the same mask.</p>`;
  const placeOf = (file: string) => set.images.findIndex((one) => one.file === file);
  const row = async (title: string, names: readonly string[]) =>
    html`<h3>${title}</h3>${await pictureRow(set, inspection, names.slice(0, MOST_SHOWN).map(placeOf), colours)}`;
  const rows: Markup[] = [];
  for (const { names, masks: kind, groups } of images.slice(0, MOST_SHOWN))
    rows.push(
      await row(
        `The same pixels in ${names.length} files, masks ${kind === "same" ? "the same" : "different"}${groups === "several" ? ", in several groups" : ""}`,
        names,
      ),
    );
  for (const names of masks.slice(0, MOST_SHOWN))
    rows.push(await row(`The same mask for ${names.length} images`, names));
  const left = Math.max(0, images.length - MOST_SHOWN) + Math.max(0, masks.length - MOST_SHOWN);
  return html`${rows}${left > 0 ? html`<p class="small">${left} more are in the JSON.</p>` : html``}`;
}
