/** Lists and objects inside of each other: no tool that is read writes a tenth of it. */
const DEEPEST = 200;

const [QUOTE, BACKSLASH, OPEN, CLOSE] = ['"', "\\", "[", "]"].map((one) => one.charCodeAt(0));
/** Braces have the codes of brackets but for one bit. */
const BRACE = 0x20;

/** Whether a text of JSON is no deeper than annotations are: of an opening bracket a parser makes some sixty bytes. */
export function isShallow(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    if (code === QUOTE) isText = !isText;
    else if (isText && code === BACKSLASH) k++;
    else if (isText) continue;
    else if ((code & ~BRACE) === OPEN && ++depth > DEEPEST) return false;
    else if ((code & ~BRACE) === CLOSE) depth--;
  }
  return true;
}
