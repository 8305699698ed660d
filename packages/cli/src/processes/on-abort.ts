/**
 * Calls back once when a signal comes, at once where it has come already: a listener alone would wait for it for good.
 *
 * @returns stops listening
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) callback();
  else signal.addEventListener("abort", callback, { once: true });
  return () => signal.removeEventListener("abort", callback);
}
