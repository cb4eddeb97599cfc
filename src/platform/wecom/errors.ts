import { PlatformError, type PlatformErrorClass } from "../platform.ts";

/** What each return code of page 90313 means for the sender. */
const classes: readonly (readonly [PlatformErrorClass, readonly number[]])[] = [
  [
    "retry",
    [-1, 40014, 41001, 42001, 6000, 45035, 45009, 45033, 45036, 90304, 710682, 2000111, 2000141, 2090726, 130101],
  ],
  ["stale-upload", [40007, 40145]],
  [
    "recipient",
    [
      81013, 81012, 82001, 40003, 40031, 40032, 60111, 46004, 60011, 50002, 60021, 60030, 92000, 701008, 701016, 701099,
      43004, 40050, 86001, 86003, 86008, 49008, 93000, 93001, 93004, 93008,
    ],
  ],
  [
    "configuration",
    [
      40001, 40013, 40091, 41002, 41004, 40056, 301002, 60020, 301042, 48001, 48002, 48004, 48005, 48006, 48009, 48010,
      50001, 50003, 50006, 60031, 43009, 43012, 45031, 301007,
    ],
  ],
];

const classOfCode = new Map(classes.flatMap(([name, codes]) => codes.map((code) => [code, name] as const)));

/** Frequency limits say how long they last: a minute for the limits we can meet (page 90312). */
const WAIT_MS: ReadonlyMap<number, number> = new Map([
  [45009, 61_000],
  [130101, 10 * 60_000],
  [45033, 5000],
]);

/** Codes of the content class are all the others: our bug or a text the platform will never take. */
export function errorOf(path: string, code: number, text: string): PlatformError {
  const cls = isChatOutOfScope(path, code) ? "recipient" : (classOfCode.get(code) ?? "content");
  const retryAfterMs = WAIT_MS.get(code);
  return new PlatformError(cls, `${path}: ${code} ${withoutSecrets(text)}`, {
    code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** An app that does not see the whole workspace may not use its chats (page 90244); its members are no concern of that. */
function isChatOutOfScope(path: string, code: number): boolean {
  return path === "/cgi-bin/appchat/send" && code === 48002;
}

/** The token is stale, whatever the reason given; 40014 is often sent for plain expiry. */
export const STALE_TOKEN: ReadonlySet<number> = new Set([40014, 42001, 41001]);

export function withoutSecrets(text: string): string {
  return text.replace(/(access_token|corpsecret|key)=[^&\s"',\]]+/gi, "$1=…").slice(0, 300);
}
