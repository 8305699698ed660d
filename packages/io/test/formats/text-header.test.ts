import { expect, it } from "vitest";
import { latin1 } from "../../src/formats/text-header.ts";

it("each byte is the character of its number, those that windows-1252 changes among them, in texts of any length", () => {
  const bytes = Uint8Array.from({ length: 3 * 8192 + 7 }, (_, i) => i % 256);
  const codes = [...latin1(bytes)].map((character) => character.charCodeAt(0));
  expect(codes).toEqual([...bytes]);
});
