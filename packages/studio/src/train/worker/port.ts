import type { Answer, Question } from "./messages.ts";

/** The page's end of the worker. */
export interface Port {
  postMessage(answer: Answer, transfer?: readonly Transferable[]): void;
  onmessage: ((event: MessageEvent<Question>) => void) | null;
}
