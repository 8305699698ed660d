import type { SlotMessage, SlotNews } from "./slot-order.ts";
import { slotWorker } from "./slot-worker.ts";

// The entry of a slot process: it does nothing but Redis, the store, and watching over the process that does the work. Its event loop must never be blocked, or it would
// lose its job: so native code runs in a process below this one, and one job at a time.

const leaving = new AbortController();

// A terminal and a batch system send these to all processes; the parent decides what becomes of this one.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => leaving.abort());
process.on("message", (message: SlotMessage) => {
  if (message.kind === "leave") leaving.abort();
  else
    slotWorker(message.order, leaving.signal, (line) => tell({ kind: "said", line })).then(
      () => process.exit(0),
      (error: Error) => {
        tell({ kind: "cannot", reason: error.message });
        process.exit(1);
      },
    );
});

function tell(news: SlotNews): void {
  if (process.connected) process.send?.(news, undefined, undefined, () => {});
}
