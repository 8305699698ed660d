/** A line of a list at the side of a page. */
export interface SideLink {
  readonly text: string;
  /** Below the base, with ending. */
  readonly link: string;
}

export interface SideGroup {
  readonly text: string;
  readonly links: readonly SideLink[];
}
