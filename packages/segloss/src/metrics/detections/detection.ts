/** A predicted object. */
export interface Detection {
  readonly category: number;
  /** Confidence. */
  readonly score: number;
  /** Pixels of its mask. pycocotools takes the area of the box instead where a result has both. */
  readonly area: number;
}

export interface TrueObject {
  readonly category: number;
  /** Decides which size it is; COCO's field `area`, which need not be that of its mask. */
  readonly area: number;
  /** A group of objects that any number of detections may match, none of which is right or wrong. */
  readonly crowd?: boolean;
}

/** The objects of one image; `maskDetections` makes it from masks. */
export interface DetectionImage {
  /** Detections of equal score are taken in the order of these numbers. Default: the order of adding. */
  readonly id?: number;
  readonly detections: readonly Detection[];
  readonly truths: readonly TrueObject[];
  /** IoU of a detection and a true object of the same category; with a crowd, the share of the detection inside of it. */
  iou(detection: number, truth: number): number;
}
