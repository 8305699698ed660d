/** WebAssembly in base64, as `make-place-code.ts` makes it: npm run docs writes this file. */
export const PLACE_CODE: string =
  "AGFzbQEAAAABCgFgBn9/f39/fwACEAEEaG9zdAZtZW1vcnkCAAADAgEABw0BCXBsYWNlUm93cwAACioBKAADQCABIAAgAvwKAAAgACAEaiEAIAEgBWohASADQX9qIQMgAw0ACws=";
