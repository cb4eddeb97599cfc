interface Pen {
  save(): this;
  restore(): this;
  lineWidth(width: number): this;
  strokeColor(color: string): this;
  fillColor(color: string): this;
  rect(x: number, y: number, width: number, height: number): this;
  path(path: string): this;
  stroke(): this;
  fill(): this;
  translate(x: number, y: number): this;
  scale(x: number, y: number): this;
}

const GOLD = "#c8963c";
const [OUTER, INNER] = [30, 44];
const CORNER = 64;

/** A double frame with a scroll in each corner, drawn as vectors. */
export function frame(
  pen: Pen,
  { width, height }: { readonly width: number; readonly height: number },
  red: string,
): void {
  pen.save();
  pen.lineWidth(5).strokeColor(red);
  pen.rect(OUTER, OUTER, width - 2 * OUTER, height - 2 * OUTER).stroke();
  pen.lineWidth(1.2).strokeColor(GOLD).path(innerFrame(width, height)).stroke();
  for (const [x, y, flipX, flipY] of [
    [INNER, INNER, 1, 1],
    [width - INNER, INNER, -1, 1],
    [INNER, height - INNER, 1, -1],
    [width - INNER, height - INNER, -1, -1],
  ] as const) {
    pen.save().translate(x, y).scale(flipX, flipY);
    pen.lineWidth(1.6).strokeColor(GOLD);
    for (const line of SCROLLS) pen.path(line).stroke();
    pen.fillColor(red).path(DIAMOND).fill();
    pen.restore();
  }
  pen.restore();
}

/** A rectangle whose corners are left to the scrolls. */
function innerFrame(width: number, height: number): string {
  const [right, bottom] = [width - INNER, height - INNER];
  return [
    `M ${INNER + CORNER} ${INNER} H ${right - CORNER}`,
    `M ${right} ${INNER + CORNER} V ${bottom - CORNER}`,
    `M ${right - CORNER} ${bottom} H ${INNER + CORNER}`,
    `M ${INNER} ${bottom - CORNER} V ${INNER + CORNER}`,
  ].join(" ");
}

/** For the upper left corner; the others are its mirror images. */
const SCROLLS = [
  `M ${CORNER} 0 C 34 0 20 8 20 20 C 8 20 0 34 0 ${CORNER}`,
  `M ${CORNER} 0 C 40 4 34 14 40 22 C 46 28 54 22 50 16 C 48 13 44 14 44 17`,
  `M 0 ${CORNER} C 4 40 14 34 22 40 C 28 46 22 54 16 50 C 13 48 14 44 17 44`,
  `M 20 20 C 28 28 34 30 42 30 M 20 20 C 28 28 30 34 30 42`,
];
const DIAMOND = "M 20 12 L 28 20 L 20 28 L 12 20 Z";
