/** A remedy of the library, and the same one on the command line. */
type Wording = readonly [library: RegExp, commandLine: string];

/**
 * Where the library speaks of what its caller passes, `segloss eval` has options. Each line is needed: a test provokes
 * its error.
 */
const WORDINGS: readonly Wording[] = [
  [/with ignore: (\S+),/, "with --ignore $1,"],
  [
    /^ignore names labels, .*/,
    "--ignore names labels, but the targets are soft, one value per logit: give --targets of labels",
  ],
  [/pass instances .*, or use cells: "components"/, 'give --instances FILE.npy, or use cells="components"'],
  [/pass progress, /, "give --progress, "],
  [/for probabilities say link: "none"/, "for probabilities say --link none"],
  [/say layout: "channels-(first|last)"/, "say --layout channels-$1"],
  [
    /they do with layout: "channels-(first|last)", so say that/,
    "they do with --layout channels-$1, so say that",
  ],
  [
    /, or choose a link: .*/,
    ", or choose another link: --link sigmoid or softmax, or the option that a preset has for it",
  ],
];

/**
 * The library's message in the words of the command line.
 *
 * @param ignored labels that are left out already
 */
export function inOptions(message: string, ignored: readonly number[] = []): string {
  const said = WORDINGS.reduce((text, [library, line]) => text.replace(library, line), message);
  return said.replace(/--ignore (-?\d+)/, (_, label) => `--ignore ${[...ignored, label].join(",")}`);
}
