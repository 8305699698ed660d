/** A page in Korean, and the English texts in it for which there is none. */
export interface KoreanPage {
  readonly text: string;
  readonly missing: readonly string[];
}
