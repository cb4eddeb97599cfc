import { describe, expect, test } from "vitest";
import { type Day, instantAt, type Quarter } from "../../src/domain/calendar.ts";
import * as objections from "../../src/messages/objections.ts";
import { workspace } from "../../src/services.ts";

const quarter = "2026Q4" as Quarter;
const day = "2026-11-18" as Day;
const at = instantAt(day, "10:00");
const words = "误".repeat(500);
const objection = { id: 12, branch: "第一党支部", name: "李明", quarter, total: 12_345, text: words, added: false };
const line = { id: 12, branch: "第一党支部", name: "李明", openedAt: at, text: words };

type Texts<Module> = Readonly<Record<keyof Module, string>>;

const texts = {
  objectionUsage: objections.objectionUsage,
  objectionTooLong: objections.objectionTooLong(500),
  objectionFull: objections.objectionFull(12),
  tooManyObjections: objections.tooManyObjections(5),
  objectionOpened: objections.objectionOpened(12, quarter, true),
  objectionExtended: objections.objectionExtended(12),
  objectionForOffice: objections.objectionForOffice(objection),
  objectionForBranch: objections.objectionForBranch(objection),
  objectionList: objections.objectionList([line, line], [{ ...line, outcome: { corrected: true, by: "何翠", at } }]),
  answerUsage: objections.answerUsage,
  noSuchObjection: objections.noSuchObjection(12),
  answeredAlready: objections.answeredAlready(12, "何翠", day),
  ownObjection: objections.ownObjection,
  answerTooLong: objections.answerTooLong(500),
  noFigure: objections.noFigure(12),
  figureTheSame: objections.figureTheSame(12, 12_345),
  figureImpossible: objections.figureImpossible(9_999_999),
  DEFAULT_REASON: objections.DEFAULT_REASON,
  objectionAnswered: objections.objectionAnswered({
    id: 12,
    quarter,
    by: "何翠",
    words,
    correction: { from: 12_000, to: 12_345 },
  }),
  objectionClosed: objections.objectionClosed(12, "李明", 2),
  answerRecorded: objections.answerRecorded(12, "李明"),
  correctionRecorded: objections.correctionRecorded(12, "李明", { from: null, to: 12_345 }, 2),
} satisfies Texts<typeof objections>;

describe("every text of objections", () => {
  test.each(Object.entries(texts))("fits into one message, and has no hole: %s", (_, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(workspace.limits.textBytes);
    expect(text.trim()).toBe(text);
    expect(text).not.toBe("");
    expect(text).not.toMatch(/[A-Za-z]/);
  });
});

test("an answer says what it is about, who gave it, and that one may object again", () => {
  const answered = objections.objectionAnswered({ id: 12, quarter, by: "何翠", words: "登记无误" });

  for (const part of ["编号 12", "2026年第四季度", "何翠同志", "答复：登记无误", "再次回复“异议 内容”"]) {
    expect(answered).toContain(part);
  }
  expect(answered).not.toContain("成长总积分");
});

test("what is told to the branch's admins of a closed case holds no figure of points", () => {
  expect(texts.objectionClosed).not.toMatch(/\d{3,}/);
});
