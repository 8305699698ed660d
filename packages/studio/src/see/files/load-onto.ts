import type { Layer } from "../paint/edit.ts";
import type { Picture } from "../picture/picture.ts";
import { layPictureFile } from "./lay-picture-file.ts";

/** A picture with somebody's file as one of its layers, and the file's size. Readers come with the first file. */
export async function loadOnto(
  before: Picture,
  file: File,
  layer: Layer,
): Promise<{ readonly picture: Picture; readonly width: number; readonly height: number }> {
  const { readPictureFile } = await import("./read-picture-file.ts");
  const read = await readPictureFile(file.name, new Uint8Array(await file.arrayBuffer()));
  return { picture: layPictureFile(before, read, layer), width: read.width, height: read.height };
}
