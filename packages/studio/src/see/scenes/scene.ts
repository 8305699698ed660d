import type { Picture } from "../picture/picture.ts";

/** A picture that makes a point, and the losses that make it. */
export interface Scene {
  /** Its name in addresses. */
  readonly name: string;
  /** What is on it: the same picture for the same seed, everywhere. */
  paint(seed: number): Picture;
  /** Two to four, as text. */
  readonly losses: readonly string[];
  /** The loss that is shown in detail first; default the first one. */
  readonly focus?: number;
  /** Field whose map is worth a look here. */
  readonly view?: "weights" | "d1" | "d2";
}
