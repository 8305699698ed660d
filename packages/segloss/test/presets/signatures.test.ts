import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Loss, PRESETS, type Preset } from "segloss";
import { describe, expect, it } from "vitest";

// The options of each library's signature with its defaults (golden/signatures.json, with provenance).

interface Signature {
  readonly preset: string;
  readonly version: string;
  readonly options: Readonly<Record<string, unknown>>;
}

const file = fileURLToPath(new URL("../golden/signatures.json", import.meta.url));
const signatures = JSON.parse(readFileSync(file, "utf8")) as Signature[];

const presets = new Map<string, Preset>(
  PRESETS.flatMap(({ name, losses }) =>
    Object.entries(losses).map(([loss, preset]) => [`${name}.${loss}`, preset] as const),
  ),
);

/** Where the default here is not the library's, and why. */
const OWN_DEFAULTS: Readonly<Record<string, readonly string[]>> = {
  // Logits, as its trainers give; None says probabilities.
  apply_nonlin: ["nnunet", "odyssey"],
};

/** A later signature with its options spelled out is another loss than the call without them. */
const isLater = ({ version }: Signature): boolean => version.startsWith("later");

function plain(loss: Loss): unknown {
  return loss.terms.map(({ options: _, ...term }) => term);
}

describe("a call with the library's defaults spelled out", () => {
  it.each(signatures.map((each) => [`${each.preset} (${each.version})`, each] as const))("%s", (_, each) => {
    const preset = presets.get(each.preset) as Preset;
    const [library] = each.preset.split(".");
    const spelled = preset(each.options);
    if (isLater(each)) return expect(spelled.terms.length).toBeGreaterThan(0);
    const own = Object.keys(each.options).filter((name) => OWN_DEFAULTS[name]?.includes(library));
    const without = Object.fromEntries(own.map((name) => [name, each.options[name]]));
    expect(plain(spelled)).toEqual(plain(preset(without)));
  });

  it("is there for every preset", () => {
    expect([...presets.keys()].filter((name) => !signatures.some(({ preset }) => preset === name))).toEqual(
      [],
    );
  });
});
