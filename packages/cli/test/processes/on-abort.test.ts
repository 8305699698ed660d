import { expect, it } from "vitest";
import { onAbort } from "../../src/processes/on-abort.ts";

it("hears of a signal that comes, and of one that has come before; once, and not after it was told to stop", () => {
  const heard: string[] = [];
  const controller = new AbortController();
  onAbort(controller.signal, () => heard.push("later"));
  onAbort(controller.signal, () => heard.push("never"))();
  expect(heard).toEqual([]);
  controller.abort();
  onAbort(controller.signal, () => heard.push("before"));
  expect(heard).toEqual(["later", "before"]);
});
