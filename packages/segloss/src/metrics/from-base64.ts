/** Declared here, since neither the DOM's nor Node's types are presumed. */
interface Host {
  atob(text: string): string;
}

/** The bytes that a text in base64 stands for. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const letters = (globalThis as unknown as Host).atob(text);
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
