import { holds } from "../../acts/act.ts";
import { answerObjection as answer, mayAnswer } from "../../acts/answer-objection.ts";
import { LONGEST, MOST_A_DAY, object as objectTo } from "../../acts/object.ts";
import { dayOf } from "../../domain/calendar.ts";
import {
  answeredAlready,
  answerRecorded,
  answerTooLong,
  answerUsage,
  correctionRecorded,
  figureImpossible,
  figureTheSame,
  noFigure,
  noSuchObjection,
  type ObjectionLine,
  objectionExtended,
  objectionFull,
  objectionList as objectionListText,
  objectionOpened,
  objectionTooLong,
  objectionUsage,
  ownObjection,
  tooManyObjections,
} from "../../messages/objections.ts";
import { affiliation } from "../../store/members.ts";
import { type Objection, objectionById, objectionsAnswered, objectionsWaiting } from "../../store/objections.ts";
import type { ObjectionAnswer } from "../read/objection-answer.ts";
import { refusal, type Turn } from "../turn.ts";

const ANSWERED_SHOWN = 5;

/** 异议 内容 */
export function object(turn: Turn, text: string): string {
  if (text === "") return objectionUsage;
  const outcome = objectTo(turn, text, turn.branch());
  switch (outcome.kind) {
    case "too long":
      return objectionTooLong(LONGEST);
    case "too many":
      return tooManyObjections(MOST_A_DAY);
    case "full":
      return objectionFull(outcome.id);
    case "extended":
      return objectionExtended(outcome.id);
    case "opened":
      return objectionOpened(outcome.id, outcome.quarter, outcome.branch);
    default:
      return outcome satisfies never;
  }
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
export function answerObjection(turn: Turn, id: number | undefined, given: ObjectionAnswer | undefined): string {
  const objection = id === undefined ? undefined : objectionById(turn.db, id);
  if (!mayAnswer(turn, objection)) return refusal(turn, "school administration");
  if (id === undefined || given === undefined) return answerUsage;
  if (given.words.length > LONGEST) return answerTooLong(LONGEST);
  if (objection === undefined) return noSuchObjection(id);
  const outcome = answer(turn, objection, given);
  switch (outcome) {
    case "answered already":
      return answeredAlready(id, objection.answeredBy ?? "", dayOf(objection.answeredAt!));
    case "own":
      return ownObjection;
    case "no figure":
      return noFigure(id);
    case "the same figure":
      return figureTheSame(id, given.total!);
    case "impossible figure":
      return figureImpossible(given.total!);
    default: {
      const { correction } = outcome;
      if (correction === undefined) return answerRecorded(id, objection.name);
      return correctionRecorded(id, objection.name, correction, correction.version);
    }
  }
}

function branchOf({ db, today }: Turn, { branch, memberId }: Objection): string | null {
  return branch ?? affiliation(db, memberId, today)?.branch ?? null;
}
