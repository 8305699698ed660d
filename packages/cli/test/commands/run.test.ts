import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/commands/index.ts";
import { call, callWith, mistake } from "./fake-io.ts";

describe("help", () => {
  it("of the program names every command", async () => {
    for (const args of [[], ["--help"], ["-h"]]) {
      const { code, out, said } = await call(...args);
      expect([code, said]).toEqual([0, []]);
      for (const { name } of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });

  it.each(COMMANDS.map(({ name }) => name))("of %s has an example that calls it", async (name) => {
    const { code, out, said } = await call(name, "--help");
    expect([code, said]).toEqual([0, []]);
    expect(out).toMatch(new RegExp(`^  \\$ segloss ${name}( |$)`, "m"));
  });

  it.each(COMMANDS)("the list names $name as its file does", async ({ name, load }) => {
    expect((await load()).name).toBe(name);
  });

  it("knows the version", async () => {
    expect(await call("--version")).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      said: [],
    });
  });
});

describe("mistakes are one line and exit code 1", () => {
  it("an unknown command", async () => {
    expect(await mistake("lst")).toBe("segloss: unknown command 'lst'. Did you mean list?");
  });
  it("a command that resembles none", async () => {
    expect(await mistake("frobnicate")).toBe("segloss: unknown command 'frobnicate'; see segloss --help");
  });
  it("an unknown option", async () => {
    expect(await mistake("list", "--jsn")).toBe("segloss list: unknown option '--jsn'. Did you mean --json?");
  });
  it("a missing argument", async () => {
    expect(await mistake("explain")).toMatch(
      /^segloss explain: missing required argument 'loss'; see segloss explain --help$/,
    );
  });
  it("a missing option", async () => {
    expect(await mistake("eval", "dice")).toMatch(/required option '--logits <file>' not specified/);
  });
  it("a misspelt option that cannot be left out", async () => {
    expect(await mistake("eval", "dice", "--logit=z.npy", "--targets", "y.npy")).toBe(
      "segloss eval: unknown option '--logit'. Did you mean --logits?",
    );
  });
  it("too many arguments, most often a formula without quotes", async () => {
    expect(await mistake("explain", "dice", "+", "focal", "--latex")).toMatch(
      /Expected 1 argument but got 3 \(dice, \+, focal\); put what holds spaces in quotes; see segloss explain --help$/,
    );
  });
  it("a choice that does not exist", async () => {
    expect(await mistake("explain", "dice", "--link", "tanh")).toMatch(
      /Allowed choices are sigmoid, softmax, none/,
    );
  });
  it("a number that is none", async () => {
    expect(await mistake("explain", "dice", "--channels", "few")).toMatch(/whole number of at least 1/);
  });
});

describe("formulas", () => {
  it("say the place in the line, without the drawing", async () => {
    expect(await mistake("explain", "focul")).toBe(
      'segloss explain: Unknown loss "focul". Did you mean "focal"? (at character 1 of "focul")',
    );
    expect(await mistake("explain", "dice + ")).toMatch(
      /Expected a loss, such as .*, found the end\. \(at the end/,
    );
    expect(await mistake("explain", "mean(p*y")).toMatch(/at the end of "mean\(p\*y"/);
  });

  it("draw the place on a terminal", async () => {
    const terminal = process.stderr as NodeJS.WriteStream;
    const { said } = await callWith({ terminal }, "explain", "dice + focul");
    expect(said[1]).toBe("  dice + focul\n         ^");
  });
});

it("a defect of ours is exit code 2 with its stack", async () => {
  const broken = {
    out() {
      throw new TypeError("broken pipe in the test");
    },
  };
  const { code, said } = await callWith(broken, "list");
  expect(code).toBe(2);
  expect(said.join("\n")).toMatch(/defect of segloss[\s\S]*TypeError: broken pipe in the test\s+at /);
});
