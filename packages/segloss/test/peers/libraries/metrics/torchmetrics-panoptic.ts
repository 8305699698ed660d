import { classAndObjectSegments, type PanopticClass, panopticScene } from "segloss/metrics";
import { meanOf } from "../../metric-call.ts";
import { type Nested, type PeerCase, valuesOf, type WrittenArray } from "../../peer-case.ts";
import { notExpressible } from "../../peer-library.ts";

interface Options {
  readonly things: readonly number[];
  readonly stuffs: readonly number[];
  readonly allow_unknown_preds_category?: boolean;
  readonly return_per_class?: boolean;
  readonly return_sq_and_rq?: boolean;
}

const ascending = (labels: readonly number[]): number[] => [...labels].sort((a, b) => a - b);

/** Maps of [class, object] per pixel, one an image: the first axis is that of images where there are several. */
function mapsOf(array: WrittenArray, { things, stuffs }: Options) {
  const values = valuesOf(array);
  const [labels, objects] = [0, 1].map((k) => Int32Array.from(values.filter((_, i) => i % 2 === k)));
  const known = [...things, ...stuffs];
  const unknown = [...new Set(labels)].filter((label) => !known.includes(label));
  const images = array.shape.length > 3 ? array.shape[0] : 1;
  const size = labels.length / images;
  return Array.from({ length: images }, (_, k) => {
    const [ofClass, ofObject] = [labels, objects].map((map) => map.subarray(k * size, (k + 1) * size));
    return classAndObjectSegments(ofClass, ofObject, { things, ignore: unknown });
  });
}

/** Quality, or that with its two parts; a class that is nowhere has 0. */
function rowOf(one: PanopticClass | undefined, parts: boolean | undefined): number[] {
  const { quality = 0, segmentation = 0, recognition = 0 } = one ?? {};
  return parts ? [quality, segmentation, recognition] : [quality];
}

/** Panoptic quality of scenes; stuff by a rule of its own in the modified one. */
export const panoptic =
  (stuffRule: "matched" | "shared") =>
  (each: PeerCase): Nested => {
    const options = each.options as unknown as Options;
    const { things, stuffs, return_per_class, return_sq_and_rq } = options;
    if (!each.predicted || !each.truth) return notExpressible("no maps");
    const scene = panopticScene({ things, stuff: stuffs, stuffRule, unlabelled: "ignored" });
    const truth = mapsOf(each.truth, options);
    for (const [k, map] of mapsOf(each.predicted, options).entries()) scene.add(map, truth[k]);
    const { all, classes } = scene.scores();
    const found = new Map(classes.map((one) => [one.class, one]));
    const rows = [...ascending(things), ...ascending(stuffs)].map((c) =>
      rowOf(found.get(c), return_sq_and_rq),
    );
    if (return_per_class) return return_sq_and_rq ? rows : rows.flat();
    if (!all) return meanOf([]);
    return return_sq_and_rq ? [all.quality, all.segmentation, all.recognition] : all.quality;
  };
