import type { BothSides } from "../files/mounted.ts";
import type { Answer, Question, Scored } from "./messages.ts";
import { scoreSides } from "./score-sides.ts";
import { showPair } from "./show-pair.ts";

/** What the next pictures are of. */
interface Last {
  readonly sides: BothSides;
  readonly scored: Scored;
}

const port = self as unknown as {
  postMessage(answer: Answer, transfer?: readonly Transferable[]): void;
  onmessage: ((event: MessageEvent<Question>) => void) | null;
};

port.onmessage = answering();

function answering(): (event: MessageEvent<Question>) => void {
  let last: Last | undefined;
  let running = new AbortController();
  const answer = async (question: Question) => {
    const { id } = question;
    if (question.kind === "score") {
      running.abort();
      running = new AbortController();
      const { signal } = running;
      const { sides, choices } = question;
      const onDone = (done: number, of: number) => port.postMessage({ kind: "progress", id, done, of });
      const scored = await scoreSides(sides, choices, signal, onDone);
      if (signal.aborted) return;
      last = { sides, scored };
      port.postMessage({ kind: "scored", id, scored });
    } else if (last) {
      const shown = await showPair(last.sides, last.scored, question);
      port.postMessage({ kind: "shown", id, shown });
    }
  };
  return ({ data }) => {
    answer(data).catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      port.postMessage({ kind: "failed", id: data.id, of: data.kind, text });
    });
  };
}
