import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onAbort } from "../../processes/on-abort.ts";
import { servedProcess } from "../../processes/served-process.ts";
import type { SlotMessage, SlotNews, SlotOrder } from "./slot-order.ts";

/** Milliseconds that a slot has to hand its job back in before it is killed. */
const PATIENCE = 90_000;
/** A slot that ends by itself is begun again after so many milliseconds, so that one that cannot work does not begin for ever. */
const AGAIN_AFTER = 2000;

const ENTRY = fileURLToPath(new URL("./serve-slot.js", import.meta.url));

/**
 * Keeps slots at work, each in a process of its own, until the signal comes; when this returns, none is left.
 * @throws Error where none of them can begin
 */
export async function runSlots(
  orders: readonly SlotOrder[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  await Promise.all(orders.map((order) => keep(order)));

  async function keep(order: SlotOrder): Promise<void> {
    while (!signal.aborted) {
      const refused = await oneLife(order);
      if (refused !== undefined) throw new Error(refused);
      if (signal.aborted) return;
      say(`slot ${order.slot}: its process came to an end; another one takes its place`);
      await pause(AGAIN_AFTER, undefined, { signal }).catch(() => {});
    }
  }

  /** @returns why it cannot work at all, where it says so */
  async function oneLife(order: SlotOrder): Promise<string | undefined> {
    const slot = servedProcess<SlotMessage>(ENTRY, [], "shown");
    let refused: string | undefined;
    slot.listen((message) => {
      const news = message as SlotNews;
      if (news.kind === "said") say(`slot ${order.slot}: ${news.line}`);
      else refused = news.reason;
    });
    const leave = () => {
      slot.tell({ kind: "leave" });
      slot.killAfter(PATIENCE);
    };
    slot.tell({ kind: "begin", order });
    const unheard = onAbort(signal, leave);
    await slot.ended;
    unheard();
    return refused;
  }
}
