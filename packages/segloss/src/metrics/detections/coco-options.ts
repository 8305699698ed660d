export interface CocoOptions {
  /** Default: 0.5, 0.55, ..., 0.95. */
  readonly thresholds?: readonly number[];
  /** The most detections of an image and category that count, ascending; the last one is that of AP. Default: 1, 10, 100. */
  readonly maxDetections?: readonly number[];
  /** Sizes in pixels, both ends inside. Default: COCO's. */
  readonly areas?: Readonly<Record<string, readonly [least: number, most: number]>>;
}
