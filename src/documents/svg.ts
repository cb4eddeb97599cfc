export interface TextStyle {
  readonly size: number;
  readonly color: string;
  readonly bold?: boolean;
  readonly anchor?: "start" | "middle" | "end";
  /** A white edge, where a line may pass behind. */
  readonly halo?: boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A drawing on white, of parts that are SVG themselves. */
export function svg({ width, height }: Size, parts: readonly string[]): string {
  const space = `xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Noto Sans SC"`;
  return `<svg ${space}>${rect({ x: 0, y: 0 }, { width, height }, "#ffffff")}${parts.join("")}</svg>`;
}

/** One line; `at` is on its base line. */
export function text(at: Point, words: string, style: TextStyle): string {
  const { size, color, bold = false, anchor = "start", halo = false } = style;
  const weight = bold ? ` font-weight="700"` : "";
  const edge = halo ? ` stroke="#ffffff" stroke-width="3" paint-order="stroke"` : "";
  return `<text ${place(at)} font-size="${size}" fill="${color}"${weight}${edge} text-anchor="${anchor}">${escape(words)}</text>`;
}

export function rect(at: Point, { width, height }: Size, color: string): string {
  return `<rect ${place(at)} width="${short(width)}" height="${short(height)}" fill="${color}"/>`;
}

export function line(points: readonly Point[], color: string, width: number): string {
  const path = points.map(({ x, y }) => `${short(x)},${short(y)}`).join(" ");
  return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"/>`;
}

export function dot({ x, y }: Point, radius: number, color: string): string {
  return `<circle cx="${short(x)}" cy="${short(y)}" r="${radius}" fill="${color}"/>`;
}

const place = ({ x, y }: Point) => `x="${short(x)}" y="${short(y)}"`;
const short = (number: number) => String(Math.round(number * 100) / 100);

function escape(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
