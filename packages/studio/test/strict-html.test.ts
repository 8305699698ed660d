import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { strictHtml } from "../src/site/strict-html.ts";

const folder = mkdtempSync(join(tmpdir(), "segloss-strict-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const strict = (html: string) => strictHtml(html, "page.html", folder, "/base/");

test("the inline scripts of VitePress become files", () => {
  expect(strict('<script id="check-dark-mode">go()</script><p>text</p>')).toBe(
    '<script src="/base/assets/check-dark-mode.js"></script><p>text</p>',
  );
  expect(readFileSync(join(folder, "assets/check-dark-mode.js"), "utf8")).toBe("go()");
});

test.each(['<p style="color:red">', "<script>go()</script>", "<style>p{}</style>"])(
  "the policy would refuse %s: so does the build",
  (html) => {
    expect(() => strict(html)).toThrow(
      /page\.html: the Content-Security-Policy refuses .*; use a class, or a file/,
    );
  },
);

test("what a page says about style attributes is text", () => {
  expect(() => strict('<p>&lt;p style="x"&gt;</p><script type="module" src="/a.js"></script>')).not.toThrow();
});
