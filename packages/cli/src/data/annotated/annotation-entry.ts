/** The annotations of one image of a data set. */
export interface AnnotationEntry {
  /** What the painter of masks reads: `annotations.json#a.png`, `labels/a.txt`. */
  readonly path: string;
  /** The image, for messages. */
  readonly name: string;
  /** The file that says so, relative to the data set. */
  readonly file: string;
  /** Pictures that may be meant, relative to the data set: one where it is clear. */
  readonly pictures: readonly string[];
  /** Numbers of the classes of its objects, where the file has numbers. */
  readonly numbers: ReadonlySet<number>;
  /** Names of the others. */
  readonly labels: ReadonlySet<string>;
  /** Whether it has regions that are left out. */
  readonly crowds: boolean;
}

/** The annotations of a data set. */
export interface FoundAnnotations {
  readonly entries: readonly AnnotationEntry[];
  /** Names of numbered classes. */
  readonly names: ReadonlyMap<number, string>;
  /** What was passed over. */
  readonly notes: readonly string[];
}
