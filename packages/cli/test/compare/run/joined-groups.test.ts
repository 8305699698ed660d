import { expect, test } from "vitest";
import { joinedGroups } from "../../../src/compare/run/joined-groups.ts";

test("images that stand for each other are one group, and so are the groups that they link", () => {
  expect(joinedGroups(["a", "b", "c", "d"], [])).toEqual(["a", "b", "c", "d"]);
  const joined = joinedGroups(
    ["a", "a", "b", "c", "d", "d"],
    [
      [1, 2],
      [2, 3],
    ],
  );
  expect(new Set(joined.slice(0, 4)).size).toBe(1);
  expect(joined[4]).toBe("d");
  expect(joined[5]).toBe("d");
});
