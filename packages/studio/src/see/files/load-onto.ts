import type { Layer } from "../paint/edit.ts";
import type { Picture } from "../picture/picture.ts";
import { IGNORED, type Size } from "../picture/picture.ts";
import { layPictureFile } from "./lay-picture-file.ts";

/** Somebody's file on the picture. */
export interface LoadedFile {
  readonly picture: Picture;
  readonly width: number;
  readonly height: number;
  /** Whether it has more classes than the picture. */
  readonly merges: boolean;
  /** What the truth's file has, where the file is a prediction of another size. */
  readonly otherSize: Size | undefined;
}

/** A picture with somebody's file as one of its layers. Readers come with the first file. */
export async function loadOnto(before: Picture, file: File, layer: Layer): Promise<LoadedFile> {
  const { readPictureFile } = await import("./read-picture-file.ts");
  const read = await readPictureFile(file.name, new Uint8Array(await file.arrayBuffer()));
  const { width, height, values, areLabels } = read;
  const classes = before.channels === 3 ? 2 : 1;
  const merges = areLabels && Array.from(values).some((label) => label > classes && label !== IGNORED);
  const { truthSize } = before;
  const isOther = layer === "prediction" && (truthSize?.width !== width || truthSize?.height !== height);
  return {
    picture: layPictureFile(before, read, layer),
    ...{ width, height, merges },
    otherSize: isOther ? truthSize : undefined,
  };
}
