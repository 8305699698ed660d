import type { OptionName } from "../parts/option-fields.ts";
import type { OptionFile } from "../worker/messages.ts";

/** A field of the form and what it is for. */
interface FieldText {
  readonly label: string;
  readonly help: string;
}

/** Every word of the page in one language. */
export interface Texts {
  readonly intro: string;
  readonly stays: string;
  readonly drop: string;
  readonly predicted: string;
  readonly truth: string;
  readonly predictedOf: (number: number) => string;
  readonly another: string;
  readonly remove: string;
  readonly empty: string;
  readonly chooseFile: string;
  readonly chooseFolder: string;
  readonly swap: string;
  readonly clear: string;
  readonly masks: (count: number) => string;
  readonly metrics: string;
  readonly metricsHelp: string;
  readonly common: string;
  readonly labels: string;
  readonly labelKinds: Readonly<Record<"classes" | "foreground" | "instances" | "panoptic", string>>;
  readonly ignore: string;
  readonly ignoreHelp: string;
  readonly moreOptions: string;
  readonly byDefault: string;
  readonly yes: string;
  readonly no: string;
  readonly example: (text: string) => string;
  readonly optionGroups: Readonly<Record<"what" | "files" | "how" | "results", string>>;
  readonly options: Readonly<Record<OptionName, FieldText>>;
  readonly optionFiles: Readonly<Record<OptionFile, FieldText>>;
  readonly waiting: string;
  readonly scoring: (done: number, of: number) => string;
  readonly failed: string;
  readonly summary: string;
  readonly counts: (images: number, pixels: string, unit: string | undefined) => string;
  readonly metric: string;
  readonly dataSet: string;
  readonly meanOfImages: string;
  readonly interval: string;
  readonly median: string;
  readonly worst: string;
  readonly range: (low: string, high: string) => string;
  readonly infinite: string;
  readonly byClass: string;
  readonly byClassHelp: string;
  readonly class: string;
  readonly images: string;
  readonly image: string;
  readonly worstFirst: (metric: string) => string;
  readonly show: (name: string) => string;
  readonly allImages: (count: number) => string;
  readonly saveCsv: string;
  readonly saveJson: string;
  readonly saveJunit: string;
  readonly limits: string;
  readonly model: string;
  readonly compared: string;
  readonly comparedHelp: string;
  readonly sameLine: string;
  readonly problems: (count: number) => string;
  readonly notes: string;
  readonly picture: (name: string) => string;
  readonly loading: string;
  readonly layer: string;
  readonly layers: Readonly<Record<"error" | "predicted" | "truth", string>>;
  readonly verdicts: Readonly<Record<"agreed" | "missed" | "extra" | "otherClass" | "leftOut", string>>;
  readonly zoom: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly planes: readonly [string, string, string];
  readonly plane: string;
  readonly slice: (at: number, of: number) => string;
  readonly labelName: (label: number) => string;
}
