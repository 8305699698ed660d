/** Names of folders that hold images and their masks, in any case, the first that are there. */
const LAYOUTS: readonly { readonly images: string; readonly masks: string }[] = [
  { images: "images", masks: "masks" },
  { images: "images", masks: "labels" },
  { images: "image", masks: "mask" },
  { images: "imgs", masks: "masks" },
  { images: "imagestr", masks: "labelstr" },
  { images: "jpegimages", masks: "segmentationclass" },
];

/** What a data set looks like, for errors. */
export const LAYOUT =
  "a data set is a folder with images/ and masks/, paired by file name; or images/ and labels/, imagesTr/ and labelsTr/, a folder with NAME and NAME_mask, or folders ID/images and ID/masks; or images with annotations (COCO, YOLO, LabelMe, CVAT, Label Studio)";

/** The folders of images and masks among some; undefined where there are none. */
export function layoutOf(folders: readonly string[]): { images: string; masks: string } | undefined {
  for (const { images, masks } of LAYOUTS) {
    const found = [images, masks].map((name) => folders.find((one) => one.toLowerCase() === name));
    if (found[0] && found[1]) return { images: found[0], masks: found[1] };
  }
  // One of them alone is worth a word about the other.
  const images = folders.find((one) => one.toLowerCase() === "images");
  return images ? { images, masks: "masks" } : undefined;
}
