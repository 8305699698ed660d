/** Colours of losses, at least 3 to 1 against the ground of the page, light and dark. */
export const LOSS_COLOURS: readonly { readonly light: string; readonly dark: string }[] = [
  { light: "#3259c8", dark: "#7f9ff0" },
  { light: "#b07400", dark: "#e3ad3c" },
  { light: "#d0402c", dark: "#f07f6c" },
  { light: "#158a78", dark: "#4fc4b0" },
  { light: "#2d7d2b", dark: "#6cbf63" },
  { light: "#c2437f", dark: "#ee8ab6" },
  { light: "#7d44cc", dark: "#b48cf2" },
  { light: "#3d86b8", dark: "#7cc0ea" },
  { light: "#85573c", dark: "#c59a7d" },
  { light: "#6b7280", dark: "#a5adba" },
];

/** A value of CSS that is the colour of a loss on either ground. */
export function lossColour(index: number): string {
  return `var(--loss${index % LOSS_COLOURS.length})`;
}
