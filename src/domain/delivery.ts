import type { Day, Instant, Quarter } from "./calendar.ts";

/** What names a document of each kind; what it is drawn from is looked up when it is sent, and closed figures never change. */
export interface RefOf {
  "ranking-chart": StoredSummary;
  "summary-table": StoredSummary;
  /** The quarter's 公示 or, when its time is over, the closing 通报. */
  notice: StoredSummary & { readonly of: "公示" | "通报"; readonly date: Day };
  "award-list": StoredYear;
  "eligibility-list": StoredYear;
  "appraisal-table": StoredYear;
  "keepsake-list": StoredYear;
  /** The year's 公示 of winners or, when its time is over, the 表彰通报. */
  "award-notice": StoredYear & { readonly of: "公示" | "表彰通报"; readonly date: Day };
  certificate: StoredYear & {
    readonly winner: { readonly memberId: number } | { readonly branchId: number };
    readonly date: Day;
  };
  trend: StoredYear;
  "branch-table": { readonly roundId: number; readonly version: number };
  /** All that is kept of a member, as of an instant. */
  "own-data": { readonly memberId: number; readonly at: Instant };
}

interface StoredSummary {
  readonly quarter: Quarter;
  readonly version: number;
}

interface StoredYear {
  readonly year: number;
  readonly version: number;
}

export type DocumentKind = keyof RefOf;
export type DocumentRef<K extends DocumentKind = DocumentKind> = { [N in K]: { readonly kind: N } & RefOf[N] }[K];

/** What a member showed at a spot check; fetched from the platform when it is first needed. */
export interface PictureRef {
  readonly kind: "spot-picture";
  readonly spotCheckId: number;
  readonly mediaId: string;
}

/** What the bot says, in no vendor's words. */
export type Message =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "file" | "image"; readonly name: string; readonly document: DocumentRef | PictureRef };

export type Recipient =
  | { readonly kind: "member"; readonly memberId: number }
  /** `target` as the platform writes it. */
  | { readonly kind: "group"; readonly target: string };

/** One message to one recipient. The key makes it happen once, whoever plans it and how often. */
export interface Delivery {
  readonly key: string;
  readonly to: Recipient;
  readonly message: Message;
  /** Milliseconds since 1970; earlier it is not sent (quiet hours). */
  readonly notBefore?: Instant;
  /** Later it would only confuse and is not sent. */
  readonly expiresAt?: Instant;
}

export const deliveryStates = ["planned", "sending", "sent", "refused", "unknown"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** A message as a platform takes it: a text longer than `textBytes` in several. */
export function partsOf(message: Message, textBytes: number): Message[] {
  return message.kind === "text" ? pages(message.text, textBytes).map((text) => ({ kind: "text", text })) : [message];
}

/** Splits a text into messages of at most `bytes`, at line ends where there are any; never inside a character. */
export function pages(text: string, bytes: number): string[] {
  if (Buffer.byteLength(text) <= bytes) return [text];
  const result: string[] = [];
  let page = "";
  let size = 0;
  function turn(): void {
    if (page !== "") result.push(page);
    page = "";
    size = 0;
  }
  for (const line of text.split("\n")) {
    const length = Buffer.byteLength(line);
    if (page !== "" && size + 1 + length > bytes) turn();
    if (length <= bytes) {
      page += page === "" ? line : `\n${line}`;
      size = Buffer.byteLength(page);
      continue;
    }
    for (const character of line) {
      const width = Buffer.byteLength(character);
      if (size + width > bytes) turn();
      page += character;
      size += width;
    }
  }
  turn();
  return result;
}
