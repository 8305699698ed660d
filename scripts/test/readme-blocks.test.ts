import { expect, test } from "vitest";
import { readmeBlocks } from "../readme-blocks.mjs";

const fence = "```";
const readme = `# title

<!-- verify -->
${fence}sh
segloss list
${fence}

${fence}
no language
${fence}

<!-- verify --epochs 1 --json -->

${fence}sh
# long
segloss compare nuclei
${fence}

${fence}ts
import { dice } from "segloss";
${fence}

<!-- a comment about something else -->
${fence}json
{}
${fence}
`;

test("takes sh, js and ts blocks with their line and mark, in order", () => {
  expect(readmeBlocks(readme)).toEqual([
    { line: 4, language: "sh", code: "segloss list\n", marked: true },
    { line: 14, language: "sh", code: "# long\nsegloss compare nuclei --epochs 1 --json\n", marked: true },
    { line: 19, language: "ts", code: 'import { dice } from "segloss";\n', marked: false },
  ]);
});

test("finds none in plain text", () => {
  expect(readmeBlocks("no code")).toEqual([]);
});
