import { wasmFields } from "segloss";
import type { ImageSource } from "../../data/image-source.ts";
import { maskFacts } from "../facts/mask-facts.ts";
import { fileOf } from "./file-of.ts";
import type { SeenTruth, SeenTruths } from "./seen-set.ts";

/** Sees the masks of an open set, one after the other; its pixels are not read. */
export function seeTruths(source: ImageSource): SeenTruths {
  const { name, classes, ignore } = source;
  const fields = wasmFields();
  const images = source.images.map(({ name, group, width, height }, image): SeenTruth => {
    const mask = source.mask(image, { x: 0, y: 0, width, height });
    const truth = { width, height, classes: mask, ignore, objects: source.objects(image) };
    const facts = maskFacts(truth, classes.length, fields);
    return { name, file: fileOf(name), group, width, height, mask: facts };
  });
  fields.dispose();
  const numbered = images.length > 0 && source.images.every(({ hasObjects }) => hasObjects);
  return { name, classes, images, numbered, ...(ignore !== undefined && { ignore }) };
}
