/** What a file says, short enough for a line, and nothing that moves a terminal's cursor. */
export function shown(text: string): string {
  const visible = text.replaceAll(/\p{Cc}/gu, "?");
  return visible.length > 20 ? `${visible.slice(0, 20)}…` : visible;
}
