import { holds } from "../../acts/act.ts";
import { dayOf, instantAt, quarterOf } from "../../domain/calendar.ts";
import { largestTotal } from "../../domain/score.ts";
import {
  answeredAlready,
  answerRecorded,
  answerTooLong,
  answerUsage,
  correctionRecorded,
  DEFAULT_REASON,
  figureImpossible,
  figureTheSame,
  noFigure,
  noSuchObjection,
  type ObjectionAnswer,
  type ObjectionLine,
  objectionAnswered,
  objectionClosed,
  objectionExtended,
  objectionForBranch,
  objectionForOffice,
  objectionFull,
  objectionList as objectionListText,
  objectionOpened,
  objectionTooLong,
  objectionUsage,
  ownObjection,
  tooManyObjections,
} from "../../messages/objections.ts";
import { record } from "../../store/audit.ts";
import { affiliation, branchAdmins, type Member, officeWithout } from "../../store/members.ts";
import {
  changeText,
  closeObjection,
  disputedRound,
  type Objection,
  objectedSince,
  objectionById,
  objectionsAnswered,
  objectionsWaiting,
  openObjection,
  openObjectionOf,
} from "../../store/objections.ts";
import { figureIn } from "../../store/revisions.ts";
import { roundById } from "../../store/rounds.ts";
import { type Corrected, correctFigure } from "../correction.ts";
import { tell } from "../tell.ts";
import { refusal, type Turn } from "../turn.ts";

/** Characters of one message; what is added to an open objection counts with it. */
const LONGEST = 500;
const LONGEST_IN_ALL = 2000;
const MOST_A_DAY = 5;
const ANSWERED_SHOWN = 5;

/** 异议 内容: opens a case that a person answers; while it is open, more of it is added to it. */
export function object(turn: Turn, text: string): string {
  const { db, sender, now, today } = turn;
  if (text === "") return objectionUsage;
  if (text.length > LONGEST) return objectionTooLong(LONGEST);
  if (objectedSince(db, sender.id, instantAt(today)) >= MOST_A_DAY) return tooManyObjections(MOST_A_DAY);
  const own = turn.branch();
  const round = disputedRound(db, sender.id, own?.branchId);
  const disputed = {
    memberId: sender.id,
    quarter: round?.quarter ?? quarterOf(today),
    roundId: round?.id ?? null,
  };
  const open = openObjectionOf(db, disputed);
  const whole = open === undefined ? text : `${open.text ?? ""}\n${text}`;
  if (open !== undefined && whole.length > LONGEST_IN_ALL) return objectionFull(open.id);

  const id = open?.id ?? openObjection(db, { ...disputed, text, openedAt: now });
  if (open !== undefined) changeText(db, id, whole);
  recordOn(turn, open === undefined ? "objection.open" : "objection.add", id, { round: disputed.roundId });

  const told = {
    id,
    branch: round?.branch ?? own?.branch ?? null,
    name: sender.name,
    quarter: disputed.quarter,
    total: round === undefined ? undefined : figureIn(db, round.id, sender.id)?.total,
    text,
    added: open !== undefined,
  };
  const office = officeWithout(db, sender.id, today);
  const admins = adminsOf(turn, round?.branchId ?? own?.branchId, [sender, ...office]);
  tell(turn, "objection", office, objectionForOffice(told));
  tell(turn, "objection", admins, objectionForBranch(told));
  return open === undefined ? objectionOpened(id, disputed.quarter, admins.length > 0) : objectionExtended(id);
}

/** 异议名单: what waits for an answer, the oldest first, and what was answered last. */
export function objectionList(turn: Turn): string {
  if (!holds(turn, "school administration")) return refusal(turn, "school administration");
  const { db } = turn;
  const lineOf = (objection: Objection): ObjectionLine => {
    const { id, name, openedAt, text, state, answeredBy, answeredAt } = objection;
    const line = { id, name, openedAt, text, branch: branchOf(turn, objection) };
    if (answeredAt === null) return line;
    return { ...line, outcome: { corrected: state === "corrected", by: answeredBy ?? "", at: answeredAt } };
  };
  return objectionListText(objectionsWaiting(db).map(lineOf), objectionsAnswered(db, ANSWERED_SHOWN).map(lineOf));
}

/** 答复 编号 内容 · 答复 编号 更正 数 [理由] */
export function answerObjection(turn: Turn, id: number | undefined, text: string): string {
  const { db, sender, today } = turn;
  const objection = id === undefined ? undefined : objectionById(db, id);
  const standsIn =
    objection !== undefined && officeWithout(db, objection.memberId, today).some((member) => member.id === sender.id);
  if (!standsIn && !holds(turn, "school administration")) return refusal(turn, "school administration");
  const answer = answerIn(text);
  if (id === undefined || answer === undefined) return answerUsage;
  if (answer.words.length > LONGEST) return answerTooLong(LONGEST);
  if (objection === undefined) return noSuchObjection(id);
  if (objection.answeredAt !== null) {
    return answeredAlready(id, objection.answeredBy ?? "", dayOf(objection.answeredAt));
  }
  if (objection.memberId === sender.id) return ownObjection;

  if (answer.total === undefined) return close(turn, objection, answer.words, undefined);
  const corrected = correct(turn, objection, answer.total, answer.words);
  return typeof corrected === "string" ? corrected : close(turn, objection, answer.words, corrected);
}

/** A total in plain digits; 1.2万 and its kind are not read. */
const CORRECTION =
  /^更正(?:为|成|到)?[\s:：]*(\d{1,3}(?:[,，]\d{3})+|\d{1,9})(?!\d|\s*[.万千百kKwW])\s*(?:分(?![^\s,，。:：;；]))?[\s,，。:：;；]*/;

interface Answer {
  readonly total?: number;
  readonly words: string;
}

/** What begins with 更正 and has no plain number is not taken for an answer in words. */
function answerIn(text: string): Answer | undefined {
  const plain = text.replaceAll(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  if (!plain.startsWith("更正")) return text === "" ? undefined : { words: text };
  const match = CORRECTION.exec(plain);
  if (match === null) return undefined;
  return { total: Number(match[1]!.replaceAll(/[,，]/g, "")), words: text.slice(match[0].length) };
}

/** The figure corrected, or the answer why it cannot be. */
function correct(turn: Turn, objection: Objection, total: number, reason: string): Corrected | string {
  const { id, memberId, roundId } = objection;
  const figure = roundId === null ? undefined : figureIn(turn.db, roundId, memberId);
  if (roundId === null || figure === undefined) return noFigure(id);
  if (figure.total === total) return figureTheSame(id, total);
  const round = roundById(turn.db, roundId);
  // The total before may be the wrong one, so only what nobody can have is refused.
  if (total > largestTotal(undefined, round.day!)) return figureImpossible(total);
  return correctFigure(turn, round, { memberId, total, source: "异议" }, reason === "" ? DEFAULT_REASON : reason);
}

/** Closes the case and tells the member, and the branch's admins. */
function close(turn: Turn, objection: Objection, words: string, correction: Corrected | undefined): string {
  const { db, sender, now, today } = turn;
  const { id, memberId, quarter, roundId, name } = objection;
  closeObjection(db, id, {
    state: correction === undefined ? "answered" : "corrected",
    answer: words === "" ? DEFAULT_REASON : words,
    answeredBy: sender.id,
    answeredAt: now,
  });
  recordOn(turn, correction === undefined ? "objection.answer" : "objection.correct", id, {
    round: roundId,
    ...(correction === undefined ? {} : { version: correction.version }),
  });
  const answer: ObjectionAnswer = { id, quarter, by: sender.name, words };
  const told = objectionAnswered(correction === undefined ? answer : { ...answer, correction });
  tell(turn, "objection-answer", [{ id: memberId }], told);
  const branchId = roundId === null ? affiliation(db, memberId, today)?.branchId : roundById(db, roundId).branchId;
  const admins = adminsOf(turn, branchId, [sender, { id: memberId }]);
  tell(turn, "objection-closed", admins, objectionClosed(id, name, correction?.version));
  if (correction === undefined) return answerRecorded(id, name);
  return correctionRecorded(id, name, correction, correction.version);
}

function adminsOf(
  { db, today }: Turn,
  branchId: number | undefined,
  without: readonly Pick<Member, "id">[],
): readonly Member[] {
  if (branchId === undefined) return [];
  return branchAdmins(db, branchId, today).filter(({ id }) => !without.some((other) => other.id === id));
}

function branchOf({ db, today }: Turn, { branch, memberId }: Objection): string | null {
  return branch ?? affiliation(db, memberId, today)?.branch ?? null;
}

function recordOn({ db, now, sender }: Turn, act: string, id: number, detail: Readonly<Record<string, unknown>>): void {
  record(db, { at: now, actor: `member:${sender.id}`, act, subject: `objection:${id}`, detail });
}
