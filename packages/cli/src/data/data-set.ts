/** Class indices or object numbers of pixels. */
export type Labels = Uint8Array | Uint16Array | Int32Array;

/** One image with its truth; everything is row-major. */
export interface Sample {
  name: string;
  width: number;
  height: number;
  /** [height, width, channels], 0 to 1. */
  image: Float32Array;
  /** [height, width], class indices or the data set's ignore label. */
  mask: Uint8Array | Uint16Array;
  /** [height, width], 0 where no object is, else the number of the object; other objects, other numbers. */
  instances?: Labels;
  /** Further values per pixel, [height, width] each, such as weights or distances. */
  maps?: Readonly<Record<string, Float32Array>>;
  /** What must stay together in a split: the image that a tile was cut from, the volume of a slice. */
  group: string;
  /** Distance of rows and of columns in mm, where the file says so. */
  spacing?: readonly [number, number];
}

export interface DataSet {
  name: string;
  /** Name of each class index; index 0 is the background where there is one. */
  classes: readonly string[];
  /** Channels of every image. */
  channels: number;
  images: readonly Sample[];
  /** The mask value that belongs to no class and is left out everywhere. */
  ignore?: number;
  /** Groups that a split always holds back; absent: they are drawn by seed. */
  validationGroups?: readonly string[];
  /** What was decided while reading (0/255 taken for 0/1, 255 ignored, ...), in plain sentences for the user. */
  notes: readonly string[];
  /** Origin and licence, where known. */
  credit?: string;
}

/** Pixels of each class over the whole set, and of ignored ones. */
export function countPixels(dataSet: DataSet): { classes: number[]; ignored: number } {
  const classes = new Array<number>(dataSet.classes.length).fill(0);
  let ignored = 0;
  for (const { mask } of dataSet.images)
    for (const label of mask) {
      if (label === dataSet.ignore) ignored++;
      else classes[label]++;
    }
  return { classes, ignored };
}
