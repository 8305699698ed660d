import { readFileSync } from "node:fs";
import { type IndexArray, type LinkName, LOSSES, type Loss, scale, sum } from "segloss";

/** One value, and mostly its gradient, of another library: README.md says how it was made. */
export interface GoldenCase {
  readonly id: string;
  readonly loss: Loss;
  readonly library: string;
  readonly link: LinkName;
  /** [batch, channels, ...space]: channels first. */
  readonly shape: readonly number[];
  readonly logits: Float64Array;
  readonly targets: IndexArray | Float64Array;
  readonly ignore?: number;
  readonly instances?: IndexArray;
  readonly value: number;
  /** Derivative with respect to the logits; absent where equal errors leave it open. */
  readonly gradient?: Float64Array;
  /** Relative for the value; for the gradient a share of its largest entry. */
  readonly tolerance: { readonly value: number; readonly gradient: number };
}

interface Targets {
  readonly kind: "indices" | "soft";
  readonly values: readonly number[];
}

interface CaseRecord {
  readonly id: string;
  readonly loss: string;
  readonly library: string;
  readonly link: LinkName;
  readonly shape: readonly number[];
  readonly logits: readonly number[];
  readonly targets: Targets;
  readonly ignore?: number;
  readonly instances?: readonly number[];
  readonly options: object;
  readonly value: number;
  readonly gradient?: readonly number[];
  readonly tolerance: { readonly value: number; readonly gradient: number };
}

interface AnchorRecord {
  readonly name: string;
  readonly loss: string;
  readonly library: string;
  readonly link: LinkName;
  readonly input: "labels" | "ignored" | "one-hot" | "class 1";
  readonly options: object;
  readonly value: number;
  readonly tolerance: number;
}

interface SumOptions {
  readonly terms: readonly { readonly loss: string; readonly weight: number; readonly options: object }[];
}

export function readGolden(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
}

/** The cases of values.json, values-regions.json and values-distance.json. */
export function goldenCases(): GoldenCase[] {
  const files = ["values.json", "values-regions.json", "values-distance.json"];
  return files.flatMap((file) => (readGolden(file) as { cases: CaseRecord[] }).cases).map(goldenCase);
}

/** The cases of values-catalogue.json and values-cldice.json: every loss beyond those of `goldenCases`. */
export function catalogueCases(): GoldenCase[] {
  return ["values-catalogue.json", "values-cldice.json"].flatMap(casesOfInputs);
}

function casesOfInputs(file: string): GoldenCase[] {
  const { inputs, cases } = readGolden(file) as {
    inputs: Readonly<Record<string, Pick<CaseRecord, "shape" | "logits" | "targets">>>;
    cases: (CaseRecord & { input: string })[];
  };
  return cases.map((each) => goldenCase({ ...inputs[each.input], ...each }));
}

/** Where libraries disagree and ours sides with one of them: see the notes in values-regions.json. */
export function undecidedCases(): GoldenCase[] {
  return (readGolden("values-regions.json") as { undecidedCases: CaseRecord[] }).undecidedCases.map(
    goldenCase,
  );
}

/** The rows of anchor-values.json on the input that anchor-input.json describes; values only. */
export function anchorCases(): GoldenCase[] {
  const { rows } = readGolden("anchor-values.json") as { rows: AnchorRecord[] };
  return rows.map(({ name, loss, options, tolerance, input, ...row }) => ({
    ...row,
    ...ANCHOR_INPUTS[input](),
    id: name,
    loss: makeLoss(loss, options),
    tolerance: { value: tolerance, gradient: tolerance },
  }));
}

function goldenCase({
  loss,
  options,
  logits,
  targets,
  instances,
  gradient,
  ...rest
}: CaseRecord): GoldenCase {
  return {
    ...rest,
    loss: makeLoss(loss, options),
    logits: Float64Array.from(logits),
    targets: targets.kind === "soft" ? Float64Array.from(targets.values) : Uint8Array.from(targets.values),
    ...("cells" in options &&
      options.cells === "instances" && { instances: Uint8Array.from(instances ?? []) }),
    ...(gradient && { gradient: Float64Array.from(gradient) }),
  };
}

function makeLoss(name: string, options: object): Loss {
  if (name === "sum") {
    const { terms } = options as SumOptions;
    return sum(...terms.map((term) => scale(term.weight, makeLoss(term.loss, term.options))));
  }
  const factory = LOSSES.find((each) => each.definition.name === name);
  if (!factory) throw new Error(`no loss called ${name}`);
  return factory(options as never);
}

type Input = Pick<GoldenCase, "shape" | "logits" | "targets" | "ignore">;

const ANCHOR_INPUTS: Readonly<Record<AnchorRecord["input"], () => Input>> = {
  labels: () => ({ shape: [2, 3, 4, 4], logits: anchorLogits(), targets: anchorLabels() }),
  ignored: () => ({
    shape: [2, 3, 4, 4],
    logits: anchorLogits(),
    targets: anchorLabels().map((label, i) => (i % 16 < 8 ? 255 : label)),
    ignore: 255,
  }),
  "one-hot": () => ({ shape: [2, 3, 4, 4], logits: anchorLogits(), targets: oneHot(anchorLabels()) }),
  "class 1": () => ({
    shape: [2, 1, 4, 4],
    logits: anchorLogits().filter((_, i) => Math.floor(i / 16) % 3 === 1),
    targets: anchorLabels().map((label) => (label === 1 ? 1 : 0)),
  }),
};

function anchorLogits(): Float64Array {
  return Float64Array.from({ length: 96 }, (_, i) => Math.fround(2 * Math.sin(1.7 * i)));
}

function anchorLabels(): Uint8Array {
  const labels = Uint8Array.from({ length: 32 }, (_, i) => Math.floor((7 * i) / 3) % 3);
  return labels.map((label, i) => (i >= 16 && label === 2 ? 0 : label));
}

function oneHot(labels: Uint8Array): Float64Array {
  const image = (i: number): number => Math.floor(i / 48);
  const ofClass = (i: number): number => Math.floor(i / 16) % 3;
  return Float64Array.from({ length: 96 }, (_, i) =>
    labels[16 * image(i) + (i % 16)] === ofClass(i) ? 1 : 0,
  );
}
