/**
 * Text from a file's name or content as it may go to a terminal: what would steer it (control characters, marks that turn the
 * direction of writing) is written as a code, `\x1b`.
 */
export function printable(text: string): string {
  return text.replace(STEERING, (character) => {
    const code = character.codePointAt(0)!;
    return code < 256
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

// Controls of both blocks, line separators, marks and overrides of direction.
const STEERING = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
