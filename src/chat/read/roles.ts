import { DAY_CAP } from "../../domain/score.ts";
import type { Certainty } from "./numbers.ts";
import type { Token } from "./tokens.ts";

type Kind = Token["kind"];

/**
 * What a number is, by the words around it; SIGNS has an example of each. `target`: said to be the right one. `current`:
 * near a word that goes with the total. `part`: of a day, an item or a period. `denied`: said to be wrong.
 */
export type Role = "target" | "total" | "current" | "plain" | "part" | "increment" | "past" | "denied" | "other";

export interface Figure {
  readonly value: number | undefined;
  readonly certainty: Certainty;
  /** The word that ties it to the number before it: A+B, A-B, A到B, A还是B, A不是B. */
  readonly tie: Kind | undefined;
  role: Role;
  /** 大概, 左右 … around it. */
  hedged: boolean;
  /** Part of a question. */
  asked: boolean;
  /** Whose it is: the person named last before it, or else first after it. */
  owner: "me" | "name" | undefined;
}

/** What a word says about the number behind it. */
interface Sign {
  readonly kind: Kind;
  readonly role?: Role;
  /** A larger number is a total after all; `beside`: only beside this sign. */
  readonly most?: number;
  readonly beside?: Kind;
  /** Earlier signs that do not hold any more. */
  readonly ends?: readonly Kind[];
  /** It reaches over a comma or a line break: 更正，12354. */
  readonly far?: true;
  /** It may also stand behind its number: 12345（总分）. */
  readonly label?: true;
}

const PERIODS: readonly Kind[] = ["week", "month", "quarter", "year"];
const time = (kind: Kind, days: number, ends: readonly Kind[]): Sign => {
  return { kind, role: "part", most: days * DAY_CAP, ends, far: true, label: true };
};

/** The first sign that fits makes the role of a number. */
const SIGNS: readonly Sign[] = [
  { kind: "other", role: "other" }, // 排名6
  { kind: "not", role: "denied" }, // 不是12345
  time("today", 1, ["past", ...PERIODS]), // 今天35
  { kind: "item", role: "part", most: DAY_CAP, beside: "current" }, // 四人赛1000, but not 登录学习强国12345
  { kind: "increment", role: "increment", ends: ["total", "current"] }, // 涨了1325
  time("week", 7, ["past", "today", "month", "quarter", "year"]),
  time("month", 31, ["past", "today", "quarter", "year"]),
  time("quarter", 92, ["past", "today", "year"]), // 今年第四季度1325, but not 本季度12345
  time("year", 366, ["past", "today"]),
  { kind: "past", role: "past", ends: ["target", "today", ...PERIODS], far: true, label: true }, // 上次11020
  { kind: "target", role: "target", ends: ["past", "increment", "today", ...PERIODS], far: true }, // 更正12354
  { kind: "total", role: "total", ends: ["other", "item", "increment"], far: true, label: true }, // 总积分12345
  { kind: "current", role: "current", far: true, label: true }, // 目前12345
  { kind: "date", label: true },
  { kind: "about" },
  { kind: "nearly" },
  { kind: "query" },
  // Words without a meaning. A clause that has some leaves no sign to the next.
  { kind: "text", ends: ["other", "not", "item", "increment", "past", "target", "total", "current", "nearly"] },
  { kind: "name" },
];

const SIGN_OF = new Map(SIGNS.map((sign) => [sign.kind, sign]));

type Signs = readonly Sign[];
const NO_SIGNS: Signs = [];
const has = (signs: Signs, kind: Kind) => signs.some((sign) => sign.kind === kind);

function roleOf(signs: Signs, value = 0): Role {
  const exceeded = ({ most = value, beside }: Sign) => value > most && (beside === undefined || has(signs, beside));
  const fitting = signs.filter((sign) => sign.role !== undefined && !exceeded(sign));
  const [first] = fitting.sort((a, b) => SIGNS.indexOf(a) - SIGNS.indexOf(b));
  return first?.role ?? (signs.some(exceeded) ? "current" : "plain");
}

function withSign(signs: Signs, sign: Sign): Signs {
  return signs.length === 0 ? [sign] : [...signs.filter((old) => old !== sign && !sign.ends?.includes(old.kind)), sign];
}

/** Where a word stands: right behind a number, in a bracket there, after labels there, after a comma there, in its clause. */
type Place = "number" | "bracket" | "labels" | "comma" | "clause" | "elsewhere";
const TOUCHING: readonly Place[] = ["number", "bracket"];
const NEAR: readonly Place[] = ["number", "bracket", "comma"];
const IN_CLAUSE: readonly Place[] = ["number", "bracket", "labels", "clause"];
const CLAUSE_ENDS: readonly Kind[] = ["comma", "stop", "close", "question"];

interface Row {
  readonly by: readonly Kind[];
  /** Only at these places. */
  readonly at?: readonly Place[];
  /** Only if one of these follows, links apart. */
  readonly before?: readonly Kind[];
  /** What it says about the number before it. */
  readonly says?: Partial<Pick<Figure, "hedged" | "asked" | "role">>;
  /** It ties the next number to the one before it. */
  readonly ties?: true;
  /** The sign for the number behind it. */
  readonly leaves?: Kind;
}

/** What words mean where they stand: for each word the first row that fits. */
const ROWS: readonly Row[] = [
  { by: ["orSo", "many"], at: TOUCHING, says: { hedged: true } }, // 12345左右, 12300多
  { by: ["many"], leaves: "increment" }, // 多了1325
  { by: ["short"], at: TOUCHING, says: { hedged: true }, leaves: "other" }, // 12345不够
  { by: ["short"], leaves: "other" }, // 还差655
  { by: ["about", "nearly"], at: NEAR, before: CLAUSE_ENDS, says: { hedged: true } }, // 12345，大概
  { by: ["plus"], at: ["number"], before: ["number"], ties: true }, // 12310+35
  { by: ["plus"], at: ["number"], says: { hedged: true } }, // 12000+
  { by: ["plus"], leaves: "increment" }, // +1325
  { by: ["dash"], at: ["number"], before: ["number"], says: { hedged: true }, ties: true }, // 12345-35
  { by: ["to", "dash"], at: ["number"], ties: true }, // 12300到12400, 12300-12400
  { by: ["or", "not"], at: NEAR, ties: true }, // 12345还是12354, 12345，不是12354
  { by: ["not"], before: ["comma"], leaves: "target" }, // 不是，12354
  { by: ["equals"], at: ["number"], leaves: "target" }, // 11020+1325=12345
  { by: ["arrow"], at: ["number"], says: { role: "past" }, leaves: "target" }, // 12345→12354
  { by: ["arrow"], leaves: "target" },
  { by: ["wrong"], says: { role: "denied" }, leaves: "target" }, // 12345打错了，12354
  { by: ["query"], at: IN_CLAUSE, says: { asked: true }, leaves: "query" }, // 12345对不对
  { by: ["me"], leaves: "current" },
  { by: ["them"], leaves: "name" },
  { by: ["picture", "unchanged", "same"], leaves: "text" },
  ...SIGNS.map(({ kind }): Row => ({ by: [kind], leaves: kind })),
];
const ROWS_OF = Map.groupBy(
  ROWS.flatMap(({ by, at, before, says, ties, leaves }) => {
    return by.map((kind) => ({ kind, at, before, says, ties, sign: leaves && SIGN_OF.get(leaves) }));
  }),
  ({ kind }) => kind,
);

/** What a rise ends in: 从11020|到12345 in a total, 差655|到13000 in a goal. */
const END_OF_RISE: Partial<Record<Role, Role>> = { past: "target", increment: "target", other: "other" };
const NO_ROW = { says: undefined, ties: undefined, sign: undefined };

/** Gives every number of a message its role, its owner and the doubts about it; `unchanged`: 没变, 和上次一样. */
export function rolesIn(tokens: readonly Token[]): { figures: readonly Figure[]; unchanged: boolean } {
  const figures: Figure[] = [];
  /** Those of this sentence, which a question mark may concern. */
  let sentence: Figure[] = [];
  let signs = NO_SIGNS;
  let place: Place = "elsewhere";
  let tie: Kind | undefined;
  let owner: Figure["owner"];
  let unchanged = false;
  for (const [at, token] of tokens.entries()) {
    const { kind } = token;
    const last = sentence.at(-1);
    if (kind === "number") {
      // 12345=11020+1325 does not equal its first term.
      if (tie === "plus" && last?.role === "target") last.role = "plain";
      const risen = tie === "to" ? END_OF_RISE[last?.role ?? "plain"] : undefined;
      const figure: Figure = {
        value: token.value,
        certainty: token.certainty,
        tie: risen === undefined ? tie : undefined,
        role: risen ?? roleOf(signs, token.value),
        hedged: has(signs, "about") || has(signs, "nearly"),
        asked: has(signs, "query"),
        owner,
      };
      figures.push(figure);
      sentence.push(figure);
      signs = NO_SIGNS;
      place = "number";
      tie = undefined;
      continue;
    }
    if (kind === "me" || kind === "name" || kind === "them") {
      const person = kind === "me" ? "me" : "name";
      if (owner === undefined) for (const figure of figures) figure.owner = person;
      owner = person;
      if (person === "name") signs = signs.filter(({ kind }) => kind === "text");
    }
    unchanged ||= kind === "unchanged" || (kind === "same" && has(signs, "past"));

    const { says, ties, sign } = rowAt(tokens, at, place);
    if (says !== undefined && last !== undefined) Object.assign(last, says);
    if (sign !== undefined || ties) {
      tie = ties && kind;
      const begins = TOUCHING.includes(place) && kind !== "date";
      if ((begins || place === "labels") && sign !== undefined && sign.kind !== "text") place = "labels";
      else place = IN_CLAUSE.includes(place) ? "clause" : "elsewhere";
    }
    if (sign !== undefined) signs = withSign(signs, sign);
    if (kind === "open" && place === "number") place = "bracket";
    if (!CLAUSE_ENDS.includes(kind)) continue;

    // 12345（总分）: what stood right behind a number is about it, since no number follows in the clause.
    if (place === "labels") {
      place = "clause";
      if (last?.role === "plain" && signs.every(({ label }) => label)) {
        last.role = roleOf(signs, last.value);
        signs = NO_SIGNS;
      }
    }
    if (kind === "close") continue;
    signs = has(signs, "text") ? NO_SIGNS : signs.filter(({ far }) => far);
    place = kind === "comma" && NEAR.includes(place) ? "comma" : "elsewhere";
    tie = undefined;
    if (kind === "question") for (const figure of sentence) figure.asked = true;
    if (kind !== "comma") sentence = [];
  }
  return { figures, unchanged };
}

function rowAt(tokens: readonly Token[], index: number, place: Place) {
  const rows = ROWS_OF.get(tokens[index]?.kind ?? "stop");
  const row = rows?.find(
    ({ at, before }) =>
      (at === undefined || at.includes(place)) && (before === undefined || before.includes(kindAfter(tokens, index))),
  );
  return row ?? NO_ROW;
}

function kindAfter(tokens: readonly Token[], index: number): Kind {
  let next = index + 1;
  while (tokens[next]?.kind === "link" || tokens[next]?.kind === "orSo") next += 1;
  return tokens[next]?.kind ?? "stop";
}
