/** Characters of a call: more would not fit on the stack. */
const PART = 0x8000;

/** Bytes as base64, in every host. */
export function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PART)
    text += String.fromCharCode(...bytes.subarray(at, at + PART));
  return btoa(text);
}
