import type { ImageSource, SetHead } from "@segloss/cli/training";
import { emptyPicture, IGNORED, type Picture } from "../picture/picture.ts";
import { layPictureFile } from "./lay-picture-file.ts";

/**
 * The truth of a served image as a picture that nothing is predicted on: with more than one class beside the background it has three, of which the
 * last stands for all further ones.
 */
export function servedPicture({ set }: SetHead, source: ImageSource): Picture {
  const { width, height, mask, instances } = source.sample(0);
  const leavesOut = set.ignore !== undefined;
  const values = leavesOut ? mask.map((label) => (label === set.ignore ? IGNORED : label)) : mask;
  const objects = instances && { objects: instances };
  const file = { width, height, values, areLabels: true, leavesOut, ...objects };
  return layPictureFile(emptyPicture(set.classes.length > 2 ? 3 : 1), file, "truth");
}
