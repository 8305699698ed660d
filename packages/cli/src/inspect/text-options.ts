export interface TextOptions {
  readonly width: number;
  readonly colour: boolean;
  /** What was inspected, as it was typed: the last line is a call of `compare` with it. */
  readonly typed: string;
}
