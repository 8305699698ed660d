import { check } from "../door/check.ts";
import { escaped } from "../door/escaped.ts";
import type { Kind } from "../door/kind.ts";
import { LABELS, listOf, TEXT } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { shown } from "../door/shown.ts";
import type { LabelArray } from "../fields/grid.ts";

/** Labels that are scored as one class against everything else. */
export interface Region {
  readonly name: string;
  readonly labels: readonly number[];
}

export const REGION: Kind = {
  expected: 'a region such as { name: "WT", labels: [1, 2, 3] }',
  fits: (value) => {
    const { name, labels } = (value ?? {}) as Partial<Region>;
    return TEXT.fits(name) && Array.isArray(labels) && LABELS.fits(labels);
  },
};

/** What `parseRegions` gives. */
export const REGIONS: Kind = listOf(REGION);

/**
 * Reads regions from text: names, and the labels of each with plus signs between them.
 *
 * @throws RangeError for anything else, and for a name that is there twice
 *
 * @example parseRegions("WT=1+2+3,TC=2+3,ET=3") // whole tumour, tumour core, enhancing tumour
 */
export function parseRegions(text: string): Region[] {
  check("parseRegions: text", text, TEXT);
  const regions = text.split(",").map(parseRegion);
  const names = regions.map(({ name }) => name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined)
    throw new RangeError(`region ${escaped(twice, 40)} is there twice; give each its own name`);
  return regions;
}

function parseRegion(text: string): Region {
  const parts = /^\s*([^=+,\s][^=+,]*?)\s*=\s*(\d+(?:\s*\+\s*\d+)*)\s*$/.exec(text);
  if (!parts) throw new RangeError(`expected regions such as WT=1+2+3,TC=2+3, got ${shown(text.trim())}`);
  return { name: parts[1], labels: [...new Set(parts[2].split("+").map(Number))] };
}

/** The mask of a region: 1 where a label is one of it. */
export function regionMask(labels: LabelArray, region: Region): Uint8Array {
  check("regionMask: region", region, REGION);
  const inside = new Set(region.labels);
  return Uint8Array.from(readLabels("labels", labels), (label) => Number(inside.has(label)));
}
