/** How the numbers in the files of the masks are those of the classes. */
export interface MaskNumbers {
  /** The one that is left out; absent where there is none. */
  readonly ignore?: number;
  /** Whether classes have other numbers in the files than their index. */
  readonly renumbered: boolean;
}
