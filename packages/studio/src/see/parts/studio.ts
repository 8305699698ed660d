import type { InjectionKey, Ref, ShallowRef } from "vue";
import type { Palette } from "../colour/palette.ts";
import type { Answer, Comparison, Failure } from "../loop/comparison.ts";
import type { Layer } from "../paint/edit.ts";
import type { Picture } from "../picture/picture.ts";
import type { State } from "../state/state.ts";
import type { Texts } from "../texts/index.ts";

/** What the pointer does to the picture. */
export interface Tool {
  readonly layer: Layer;
  readonly erases: boolean;
  /** In pixels. */
  readonly radius: number;
  /** Label that the brush paints. */
  readonly label: number;
}

/** Milliseconds of the last frames, in the median. */
export interface Cost {
  readonly losses: number;
  readonly drawing: number;
}

/** The page: its state, and what one can do to it. Components read it and call it, and know nothing of one another. */
export interface Studio {
  readonly texts: Ref<Texts>;
  readonly palette: Ref<Palette>;
  readonly state: ShallowRef<State>;
  readonly tool: ShallowRef<Tool>;
  /** The same object as long as the scene is the same; painted in place. */
  readonly picture: ShallowRef<Picture>;
  readonly answers: ShallowRef<readonly (Answer | Failure)[]>;
  readonly comparison: Comparison;
  /** Border of the truth as the path of an SVG. */
  readonly outline: ShallowRef<string>;
  /** Counts up when nothing has changed for a moment: for what takes longer than a frame. */
  readonly settled: Ref<number>;
  readonly cost: ShallowRef<Cost>;
  /** Pixel that is pointed at; null: none. */
  readonly pixel: ShallowRef<number | null>;
  /** What was loaded or shared, or what went wrong with it. */
  readonly message: Ref<string>;
  /** Calls a function after each run of the losses, until the returned one is called. */
  onFrame(draw: () => void): () => void;
  change(part: Partial<State>): void;
  setLoss(index: number, text: string): void;
  /** A stroke of the tool, from the first point on; the end makes a step of it that can be undone. */
  strokeTo(x: number, y: number): void;
  endStroke(): void;
  undo(): void;
  /** Puts a picture in place of the scene's, with what is done to it. */
  show(picture: Picture, edits?: State["edits"]): void;
  /** Whether the picture is somebody's own, and not the scene's. */
  hasOwn(): boolean;
  /** Puts a picture below what has been painted. */
  lay(picture: Picture): void;
}

export const STUDIO: InjectionKey<Studio> = Symbol("studio");
