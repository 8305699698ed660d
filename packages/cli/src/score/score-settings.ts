import type {
  ColourSource,
  DecodeOptions,
  ExifChoice,
  GeometryChoice,
  PaletteLabels,
  WhiteRole,
} from "@segloss/io";
import type { EmptyPolicy, ObjectOptions, Region, SegmentInfo, SurfaceOptions } from "segloss/metrics";
import type { PaintSettings } from "../data/annotation-file.ts";

/** What holds for all pairs. Plain data, so that workers can be sent it. */
export interface ScoreSettings {
  readonly metrics: string;
  /** Labels that are scored, each against everything else; absent: all but 0 and the ignored ones. */
  readonly classes?: readonly number[];
  /** Sets of labels that are scored instead of single ones. */
  readonly regions?: readonly Region[];
  readonly ignore: readonly number[];
  readonly spacing?: readonly number[];
  /** Whether pixels are paired by their place in the world, where the files state it, or by index. */
  readonly geometry: GeometryChoice;
  /** What files cannot say of themselves. */
  readonly decode?: DecodeOptions;
  readonly empty: EmptyPolicy;
  /**
   * "classes"; "foreground": every label but 0 is one class; "instances": every label but 0 is one object of it; "panoptic":
   * labels are class * divisor + n, or segments of a panoptic set of COCO.
   */
  readonly labels: "classes" | "foreground" | "instances" | "panoptic";
  readonly surface: NonNullable<SurfaceOptions["surface"]>;
  readonly penalty: NonNullable<SurfaceOptions["penalty"]>;
  readonly panoptic?: PanopticSettings;
  /** How objects are found that are connected parts. */
  readonly parts?: PartSettings;
  /** Whether lists of objects are kept. */
  readonly objects?: boolean;
  /** How objects of annotation files become masks. */
  readonly paint?: PaintSettings;
  /** Labels of colours, where the folders list them. */
  readonly colours?: ColourSource;
  /** Where masks with palettes of grays have their labels, in all pairs; absent: each pair is taken for itself. */
  readonly palettes?: PaletteLabels;
  /** Whether pictures are turned by their EXIF orientation where sizes do not tell. */
  readonly exif?: ExifChoice;
  /** Pixels above which masks that are stored in parts are read by parts. Default: 2^26. */
  readonly mostPixels?: number;
  /** What 255 means in the whole set; absent: each pair is taken for itself. */
  readonly white?: WhiteRole;
}

export interface PanopticSettings {
  readonly divisor: number;
  /** Classes of things, where they are stated. */
  readonly things?: readonly number[];
  /** The segments of each picture, by its name without extension. */
  readonly segments?: {
    readonly predicted: Readonly<Record<string, readonly SegmentInfo[]>>;
    readonly truth: Readonly<Record<string, readonly SegmentInfo[]>>;
  };
}

export interface PartSettings extends Pick<ObjectOptions, "smallest" | "dilation"> {
  /** As a word, or as the number of neighbours of a pixel. */
  readonly connectivity?: string;
}
