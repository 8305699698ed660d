import { setImmediate } from "node:timers/promises";
import { wasmFields } from "segloss";
import type { ImageSource } from "../../data/image-source.ts";
import { maskFacts } from "../facts/mask-facts.ts";
import { fileOf } from "./file-of.ts";
import type { SeenTruth, SeenTruths } from "./seen-set.ts";

/** Sees the masks of an open set, one after the other; its pixels are not read. Between two of them a signal is heard. */
export async function seeTruths(
  source: ImageSource,
  onImage: (index: number) => void = () => {},
): Promise<SeenTruths> {
  const { name, classes, ignore } = source;
  const fields = wasmFields();
  const images: SeenTruth[] = [];
  for (const [image, { name, group, width, height }] of source.images.entries()) {
    onImage(image);
    await setImmediate();
    const mask = source.mask(image, { x: 0, y: 0, width, height });
    const truth = { width, height, classes: mask, ignore, objects: source.objects(image) };
    const facts = maskFacts(truth, classes.length, fields);
    images.push({ name, file: fileOf(name), group, width, height, mask: facts });
  }
  fields.dispose();
  const numbered = images.length > 0 && source.images.every(({ hasObjects }) => hasObjects);
  return { name, classes, images, numbered, ...(ignore !== undefined && { ignore }) };
}
