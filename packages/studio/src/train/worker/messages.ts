import type { CurvePoint } from "@segloss/cli/training";
import type { GivenFile } from "../../score/files/side.ts";
import type { Settings } from "../state/settings.ts";

/** Where images come from. */
export type DataAsked =
  | { readonly kind: "nuclei"; readonly count: number }
  | { readonly kind: "files"; readonly files: readonly GivenFile[] }
  /** `base` of the site, with a slash at its end. */
  | { readonly kind: "served"; readonly base: string };

/** What the worker is asked. */
export type Question =
  | { readonly kind: "open"; readonly id: number; readonly data: DataAsked; readonly seed: number }
  /** Which images another seed holds back. */
  | { readonly kind: "divide"; readonly id: number; readonly seed: number }
  | {
      readonly kind: "start";
      readonly id: number;
      readonly settings: Settings;
      /** Address that trains the same again, for the report. */
      readonly address: string;
    }
  | { readonly kind: "pause" | "resume" | "stop" }
  | {
      readonly kind: "predict";
      readonly id: number;
      /** An .onnx file. */
      readonly model: Uint8Array;
      readonly name: string;
      readonly files: readonly GivenFile[];
    }
  /** The page of a results.json. */
  | { readonly kind: "render"; readonly id: number; readonly text: string; readonly name: string };

/** A picture to draw: values of one or three channels, 0 to 255, and labels. */
export interface ShownImage {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
  /** Classes; 255 where pixels are left out. */
  readonly truth: Uint8Array;
}

/** What is known of the data. */
export interface OpenedData {
  readonly name: string;
  readonly classes: readonly string[];
  readonly channels: number;
  readonly ignoring: boolean;
  readonly hasObjects: boolean;
  readonly notes: readonly string[];
  /** Files that are not right, a line about each. */
  readonly passedOver: readonly string[];
  /** Images on each side of the split. */
  readonly sides: { readonly train: number; readonly validation: number; readonly test: number };
  /** Some that are held back. */
  readonly shown: readonly ShownImage[];
}

/** How a training is carried out. */
export interface Began {
  readonly provider: "cpu" | "webgpu";
  readonly threads: number;
  /** Why the GPU that was asked for is not taken. */
  readonly refused: string | null;
}

/** What came of one loss on the images that were held back. */
export interface ScoredLoss {
  readonly loss: string;
  readonly state: string;
  readonly reason: string | null;
  /** Mean Dice and IoU over the images; null where there is no network. */
  readonly dice: number | null;
  readonly iou: number | null;
}

/** A network as an .onnx file. */
export interface SavedModel {
  readonly loss: string;
  /** Trainings of a loss from 1; the shown one is the first. */
  readonly repeat: number;
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Ended {
  readonly claim: string;
  readonly caution: string;
  readonly scores: readonly ScoredLoss[];
  /** results.json, and its page. */
  readonly results: string;
  readonly html: string;
}

/** The latest numbers of a training. */
export interface Moment {
  readonly loss: number;
  readonly repeat: number;
  /** Step and training loss, one behind the other. */
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  readonly points: readonly CurvePoint[];
}

/** A prediction of one of the shown images. */
export interface ShownPrediction {
  readonly loss: number;
  readonly image: number;
  readonly step: number;
  /** Of two classes the probability of the second, 0 to 255; else the class. */
  readonly values: Uint8Array;
}

/** A file that was predicted. */
export interface PredictedFile {
  readonly image: ShownImage;
  readonly classes: readonly string[];
  readonly colours: readonly (readonly [number, number, number])[];
  /** The mask as `segloss predict` writes it. */
  readonly file: { readonly name: string; readonly bytes: Uint8Array };
}

/** What the worker answers; `id` is that of the question. */
export type Answer =
  | { readonly kind: "opening"; readonly id: number; readonly done: number; readonly of: number }
  | { readonly kind: "opened"; readonly id: number; readonly data: OpenedData }
  | { readonly kind: "misfit"; readonly id: number; readonly loss: number; readonly text: string }
  | { readonly kind: "began"; readonly id: number; readonly began: Began }
  | { readonly kind: "moments"; readonly id: number; readonly moments: readonly Moment[] }
  | { readonly kind: "shown"; readonly id: number; readonly shown: ShownPrediction }
  | { readonly kind: "testing"; readonly id: number }
  | { readonly kind: "models"; readonly id: number; readonly models: readonly SavedModel[] }
  | { readonly kind: "stopped"; readonly id: number }
  | { readonly kind: "ended"; readonly id: number; readonly ended: Ended }
  | { readonly kind: "predicting"; readonly id: number; readonly share: number }
  /** Null where a network was given without an image, and can be used. */
  | { readonly kind: "predicted"; readonly id: number; readonly predicted: PredictedFile | null }
  /** A network that cannot be used. */
  | { readonly kind: "refused"; readonly id: number; readonly text: string }
  | { readonly kind: "rendered"; readonly id: number; readonly html: string; readonly name: string }
  | { readonly kind: "failed"; readonly id: number; readonly of: Question["kind"]; readonly text: string };
