import { expect, test } from "vitest";
import { memoryFault } from "../src/data/memory-fault.ts";
import { usersMistake } from "../src/terminal/users-mistake.ts";

test("too little memory is one line with what helps, and no defect", () => {
  const error = new RangeError("WebAssembly.Memory(): could not allocate memory");
  expect(usersMistake(error, [], [])?.message).toMatch(
    /^too little memory \(WebAssembly\.Memory\(\): could not allocate memory\); end other programs, or allow this one more/,
  );
  expect(usersMistake(new RangeError("Array buffer allocation failed"), [], [])?.message).toMatch(
    /^too little memory/,
  );
  expect(usersMistake(new RangeError("a tile must be a multiple of 4"), [], [])).toBeUndefined();
  expect(memoryFault("JavaScript heap out of memory")).toBe("heap out of memory");
});
