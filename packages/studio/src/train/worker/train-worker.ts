import type { OpenedSet } from "@segloss/cli/training";
import type { Answer, Question } from "./messages.ts";
import { openData } from "./open-data.ts";
import { openedData } from "./opened-data.ts";
import type { Port } from "./port.ts";
import type { Training } from "./training.ts";

const port = self as unknown as Port;

port.onmessage = answering();

/** Training, prediction and reports are loaded when they are asked for, ONNX Runtime by them. */
function answering(): NonNullable<Port["onmessage"]> {
  let set: OpenedSet | undefined;
  let training: Training | undefined;
  const opened = (): OpenedSet => {
    if (!set) throw new Error("No images are open.");
    return set;
  };
  const answers: { readonly [K in Question["kind"]]: (question: Extract<Question, { kind: K }>) => unknown } =
    {
      async open({ id, data, seed }) {
        const came = await openData(data, (done, of) => port.postMessage({ kind: "opening", id, done, of }));
        set = came;
        port.postMessage({ kind: "opened", id, data: openedData(came, seed) });
      },
      divide: ({ id, seed }) => port.postMessage({ kind: "opened", id, data: openedData(opened(), seed) }),
      async start(question) {
        training?.stop();
        const { startTraining } = await import("./training.ts");
        const { id } = question;
        training = startTraining(opened(), question, (said) => port.postMessage({ ...said, id } as Answer));
      },
      pause: () => training?.pause(),
      resume: () => training?.resume(),
      stop: () => training?.stop(),
      async predict({ id, model, name, files }) {
        const { predictFiles } = await import("./predict-files.ts");
        const onProgress = (share: number) => port.postMessage({ kind: "predicting", id, share });
        const said = await predictFiles(model, name, files, onProgress);
        port.postMessage({ ...said, id });
      },
      async render({ id, text, name }) {
        const { renderResults } = await import("./render-results.ts");
        port.postMessage({ kind: "rendered", id, html: renderResults(text, name), name });
      },
    };
  return async ({ data: question }) => {
    try {
      await (answers[question.kind] as (question: Question) => unknown)(question);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const id = "id" in question ? question.id : 0;
      port.postMessage({ kind: "failed", id, of: question.kind, text });
    }
  };
}
