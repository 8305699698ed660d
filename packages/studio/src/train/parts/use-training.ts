import { onBeforeUnmount, type Ref, ref, type ShallowRef, shallowRef } from "vue";
import type { GivenFile } from "../../score/files/side.ts";
import type { Settings } from "../state/settings.ts";
import type {
  Answer,
  Began,
  DataAsked,
  Ended,
  OpenedData,
  PredictedFile,
  Question,
  SavedModel,
  ShownPrediction,
} from "../worker/messages.ts";
import { type Curve, NO_CURVE, withMoments } from "./curves.ts";

/** Where a training stands. */
export type Phase = "ready" | "starting" | "running" | "paused" | "testing" | "stopped" | "ended" | "failed";

/** What the page shows, and what one can ask of the worker. */
export interface UsedTraining {
  readonly data: ShallowRef<OpenedData | null>;
  readonly opening: ShallowRef<{ readonly done: number; readonly of: number } | null>;
  readonly dataFailure: Ref<string>;
  readonly phase: Ref<Phase>;
  readonly failure: Ref<string>;
  /** The loss that does not fit the data, and why. */
  readonly misfit: ShallowRef<{ readonly loss: number; readonly text: string } | null>;
  /** Settings of the training that is shown. */
  readonly trained: ShallowRef<Settings | null>;
  readonly began: ShallowRef<Began | null>;
  readonly curves: ShallowRef<readonly Curve[]>;
  /** Which of the trainings of a loss is drawn, from 0. */
  readonly repeat: Ref<number>;
  readonly speed: Ref<number>;
  /** By loss and image. */
  readonly predictions: ShallowRef<ReadonlyMap<string, ShownPrediction>>;
  readonly models: ShallowRef<readonly SavedModel[]>;
  readonly ended: ShallowRef<Ended | null>;
  readonly predicting: Ref<number | null>;
  readonly predicted: ShallowRef<PredictedFile | null>;
  readonly predictFailure: Ref<string>;
  /** The .onnx file that could not be used. */
  readonly refused: ShallowRef<Uint8Array | null>;
  readonly report: ShallowRef<{ readonly name: string; readonly html: string } | null>;
  readonly reportFailure: Ref<string>;
  open(data: DataAsked, seed: number): void;
  /** No images are shown any more. */
  close(): void;
  divide(seed: number): void;
  start(settings: Settings, address: string): void;
  pause(): void;
  resume(): void;
  stop(): void;
  predict(model: Pick<SavedModel, "name" | "bytes">, files: readonly GivenFile[]): void;
  render(name: string, text: string): void;
  /** The page of a report, in place of what one asked for before; null closes it. */
  showReport(shown: { readonly name: string; readonly html: string } | null): void;
}

/** Trains in a worker; what an earlier question gives is passed over. */
export function useTraining(): UsedTraining {
  const [data, opening] = [
    shallowRef<OpenedData | null>(null),
    shallowRef<UsedTraining["opening"]["value"]>(null),
  ];
  const [dataFailure, failure, predictFailure, reportFailure] = [ref(""), ref(""), ref(""), ref("")];
  const phase = ref<Phase>("ready");
  const misfit = shallowRef<UsedTraining["misfit"]["value"]>(null);
  const trained = shallowRef<Settings | null>(null);
  const began = shallowRef<Began | null>(null);
  const curves = shallowRef<readonly Curve[]>([]);
  const [repeat, speed] = [ref(0), ref(0)];
  const predictions = shallowRef<ReadonlyMap<string, ShownPrediction>>(new Map());
  const models = shallowRef<readonly SavedModel[]>([]);
  const ended = shallowRef<Ended | null>(null);
  const predicting = ref<number | null>(null);
  const predicted = shallowRef<PredictedFile | null>(null);
  const refused = shallowRef<Uint8Array | null>(null);
  const report = shallowRef<UsedTraining["report"]["value"]>(null);
  const latest: Record<string, number> = {};
  const pace = { at: 0, steps: 0 };
  let worker: Worker | undefined;
  /** The network of the latest prediction. */
  let asked: Uint8Array | null = null;
  let id = 0;

  /** Answers to these concern what the last such question was about. */
  const KIND: Readonly<Record<Answer["kind"], string>> = {
    ...{ opening: "open", opened: "open", failed: "", misfit: "start", began: "start", moments: "start" },
    ...{ shown: "start", testing: "start", models: "start", stopped: "start", ended: "start" },
    ...{ predicting: "predict", predicted: "predict", refused: "predict", rendered: "render" },
  };
  const ask = (question: Question): void => {
    if ("id" in question) latest[question.kind === "divide" ? "open" : question.kind] = question.id;
    worker ??= startWorker(take);
    worker.postMessage(question);
  };
  const take = (answer: Answer): void => {
    const kind = answer.kind === "failed" ? (answer.of === "divide" ? "open" : answer.of) : KIND[answer.kind];
    if (answer.id !== latest[kind]) return;
    (takers[answer.kind] as (answer: Answer) => void)(answer);
  };
  const takers: { readonly [K in Answer["kind"]]: (answer: Extract<Answer, { kind: K }>) => void } = {
    opening: (answer) => {
      opening.value = answer;
    },
    opened: (answer) => {
      [data.value, opening.value, dataFailure.value] = [answer.data, null, ""];
    },
    misfit: (answer) => {
      [misfit.value, phase.value] = [answer, "ready"];
    },
    began: (answer) => {
      began.value = answer.began;
    },
    moments: ({ moments }) => {
      // The first steps are those of before the clock.
      const isFirst = phase.value === "starting";
      if (isFirst) [phase.value, pace.at, pace.steps] = ["running", performance.now(), 0];
      const newest = Math.max(...moments.map((one) => one.repeat));
      if (newest !== repeat.value) {
        repeat.value = newest;
        curves.value = curves.value.map(() => NO_CURVE);
      }
      curves.value = withMoments(curves.value, moments, newest);
      if (isFirst) return;
      pace.steps += moments.reduce((sum, { steps }) => sum + steps.length, 0);
      speed.value = (1000 * pace.steps) / (performance.now() - pace.at);
    },
    shown: ({ shown }) => {
      predictions.value = new Map(predictions.value).set(`${shown.loss}/${shown.image}`, shown);
    },
    testing: () => {
      phase.value = "testing";
    },
    models: (answer) => {
      models.value = answer.models;
    },
    stopped: () => {
      phase.value = "stopped";
    },
    ended: (answer) => {
      [ended.value, phase.value] = [answer.ended, "ended"];
    },
    predicting: ({ share }) => {
      predicting.value = share;
    },
    predicted: (answer) => {
      [predicted.value, predicting.value, predictFailure.value] = [answer.predicted, null, ""];
    },
    refused: ({ text }) => {
      [predictFailure.value, predicting.value, predicted.value] = [text, null, null];
      refused.value = asked;
    },
    rendered: ({ name, html }) => {
      [report.value, reportFailure.value] = [{ name, html }, ""];
    },
    failed: ({ of, text }) => {
      if (of === "open" || of === "divide") [dataFailure.value, opening.value] = [text, null];
      else if (of === "predict")
        [predictFailure.value, predicting.value, predicted.value] = [text, null, null];
      else if (of === "render") [reportFailure.value, report.value] = [text, null];
      else [failure.value, phase.value] = [text, "failed"];
    },
  };
  /** Of a training whose images are shown no more nothing is shown but what its networks predict. */
  const forget = (): void => {
    delete latest.start;
    [phase.value, failure.value, misfit.value, began.value] = ["ready", "", null, null];
    [trained.value, curves.value, ended.value, predictions.value] = [null, [], null, new Map()];
  };
  onBeforeUnmount(() => worker?.terminate());
  return {
    ...{ data, opening, dataFailure, phase, failure, misfit, trained, began, curves, repeat, speed },
    ...{ predictions, models, ended, predicting, predicted, predictFailure, refused, report, reportFailure },
    open(asked, seed) {
      forget();
      [opening.value, dataFailure.value, data.value] = [{ done: 0, of: 0 }, "", null];
      ask({ kind: "open", id: ++id, data: asked, seed });
    },
    close() {
      forget();
      delete latest.open;
      [opening.value, dataFailure.value, data.value] = [null, "", null];
    },
    divide(seed) {
      forget();
      ask({ kind: "divide", id: ++id, seed });
    },
    start(settings, address) {
      [phase.value, failure.value, misfit.value, began.value] = ["starting", "", null, null];
      [trained.value, repeat.value, speed.value] = [settings, 0, 0];
      [models.value, ended.value, predictions.value] = [[], null, new Map()];
      curves.value = settings.losses.map(() => NO_CURVE);
      ask({ kind: "start", id: ++id, settings: { ...settings, losses: [...settings.losses] }, address });
    },
    pause() {
      phase.value = "paused";
      ask({ kind: "pause" });
    },
    resume() {
      phase.value = "running";
      [pace.at, pace.steps] = [performance.now(), 0];
      ask({ kind: "resume" });
    },
    stop: () => ask({ kind: "stop" }),
    predict({ bytes, name }, files) {
      [predicting.value, predictFailure.value] = [0, ""];
      asked = bytes;
      ask({ kind: "predict", id: ++id, model: bytes, name, files: [...files] });
    },
    render: (name, text) => ask({ kind: "render", id: ++id, name, text }),
    showReport(shown) {
      delete latest.render;
      [report.value, reportFailure.value] = [shown, ""];
    },
  };
}

function startWorker(take: (answer: Answer) => void): Worker {
  const worker = new Worker(new URL("../worker/train-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => take(data));
  return worker;
}
