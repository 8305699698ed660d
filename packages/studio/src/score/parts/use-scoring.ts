import { onBeforeUnmount, type Ref, ref, shallowRef, watch } from "vue";
import type { Sides } from "../files/side.ts";
import type { Answer, Choices, Question, Scored, Shown } from "../worker/messages.ts";
import { withoutStrangers } from "./option-fields.ts";

/** What is known of the sides that are given. */
export interface Scoring {
  readonly scored: Readonly<Ref<Scored | null>>;
  readonly shown: Readonly<Ref<Shown | null>>;
  readonly progress: Readonly<Ref<{ readonly done: number; readonly of: number } | null>>;
  /** Why there are no scores. */
  readonly failure: Readonly<Ref<string>>;
  /** Why there is no picture. */
  readonly showFailure: Readonly<Ref<string>>;
  /** The model whose scores are shown. */
  readonly model: Readonly<Ref<number>>;
  /** Name of its row whose masks are shown or come. */
  readonly chosen: Readonly<Ref<string>>;
  showModel(model: number): void;
  show(name: string): void;
}

/** Scores in a worker whenever sides or choices change; what an earlier question gives is passed over. */
export function useScoring(sides: Ref<Sides>, choices: Ref<Choices>): Scoring {
  const [scored, shown] = [shallowRef<Scored | null>(null), shallowRef<Shown | null>(null)];
  const progress = shallowRef<{ readonly done: number; readonly of: number } | null>(null);
  const [failure, showFailure, chosen] = [ref(""), ref(""), ref("")];
  const model = ref(0);
  let worker: Worker | undefined;
  let id = 0;
  const latest = { score: 0, show: 0 };

  const ask = (question: Question) => {
    latest[question.kind] = question.id;
    worker ??= startWorker(take);
    worker.postMessage(question);
  };
  const take = (answer: Answer) => {
    const kind = answer.kind === "failed" ? answer.of : answer.kind === "shown" ? "show" : "score";
    if (answer.id !== latest[kind]) return;
    if (answer.kind === "progress") progress.value = answer;
    else if (answer.kind === "shown") shown.value = answer.shown;
    else if (answer.kind === "scored") takeScored(answer.scored);
    else if (kind === "show") showFailure.value = answer.text;
    else [failure.value, progress.value, scored.value, shown.value] = [answer.text, null, null, null];
  };
  const takeScored = (result: Scored) => {
    [scored.value, progress.value, failure.value] = [result, null, ""];
    showModel(Math.min(model.value, result.models.length - 1));
  };
  /** The image that was looked at before, where this model has it. */
  const showModel = (which: number) => {
    model.value = which;
    const rows = scored.value?.models[which]?.result.rows ?? [];
    const kept = rows.find(({ name }) => name === chosen.value) ?? rows[0];
    if (kept) show(kept.name);
  };
  const show = (name: string) => {
    [chosen.value, showFailure.value] = [name, ""];
    ask({ kind: "show", id: ++id, model: model.value, name });
  };
  const score = () => {
    const { predicted, truth } = sides.value;
    if (predicted.length === 0 || !truth) {
      latest.score = ++id;
      [scored.value, shown.value, progress.value, failure.value] = [null, null, null, ""];
      return;
    }
    const asked = withoutStrangers(choices.value);
    ask({ kind: "score", id: ++id, sides: { predicted, truth }, choices: asked });
  };
  watch([sides, choices], score);
  onBeforeUnmount(() => worker?.terminate());
  return { scored, shown, progress, failure, showFailure, model, chosen, showModel, show };
}

function startWorker(take: (answer: Answer) => void): Worker {
  const worker = new Worker(new URL("../worker/score-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => take(data));
  return worker;
}
