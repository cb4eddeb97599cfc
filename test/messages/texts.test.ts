import { describe, expect, test } from "vitest";
import { helpFor } from "../../src/chat/commands.ts";
import { recentPace, yearPace } from "../../src/domain/advice.ts";
import { type Day, instantAt, type Quarter } from "../../src/domain/calendar.ts";
import type { BranchCorrection } from "../../src/domain/correction.ts";
import { growthIn } from "../../src/domain/growth.ts";
import { defaultPolicy } from "../../src/domain/policy.ts";
import { duties } from "../../src/domain/roster.ts";
import type { Summary } from "../../src/domain/summary.ts";
import type { NamedYear } from "../../src/domain/year-overview.ts";
import * as advice from "../../src/messages/advice.ts";
import * as ask from "../../src/messages/ask.ts";
import * as branch from "../../src/messages/branch.ts";
import * as digest from "../../src/messages/digest.ts";
import * as feedback from "../../src/messages/feedback.ts";
import * as format from "../../src/messages/format.ts";
import * as help from "../../src/messages/help.ts";
import * as needs from "../../src/messages/needs.ts";
import * as notice from "../../src/messages/notice.ts";
import * as office from "../../src/messages/office.ts";
import * as openMatters from "../../src/messages/open-matters.ts";
import * as ownData from "../../src/messages/own-data.ts";
import * as ownRecord from "../../src/messages/own-record.ts";
import * as remarks from "../../src/messages/remarks.ts";
import * as replies from "../../src/messages/replies.ts";
import * as rules from "../../src/messages/rules.ts";
import * as summaryTexts from "../../src/messages/summary.ts";
import * as talkTexts from "../../src/messages/talks.ts";
import * as trial from "../../src/messages/trial.ts";
import * as welcome from "../../src/messages/welcome.ts";
import * as years from "../../src/messages/year.ts";
import * as counts from "../../src/messages/year-count.ts";
import { workspace } from "../../src/services.ts";

const quarter = "2026Q4" as Quarter;
const day = "2026-11-18" as Day;
const today = "2026-11-22" as Day;
const closesAt = instantAt(day, "21:00");
const previous = { total: 11_020, day: "2026-08-18" as Day };
const names = Array.from({ length: 20 }, (_, index) => `党员${index + 1}`);
const hash = "47a8b04f4f5d1196799b21e8e66c589f32c85f58dfd805686343c5bebc6f6be1";

const figures = { branch: "第一党支部", members: 20, reported: 17, late: 2, unreported: names.slice(0, 3) };
const aSummary: Summary = {
  quarter,
  version: 1,
  state: "draft",
  policyId: 1,
  policy: defaultPolicy,
  madeAt: closesAt,
  changedAt: closesAt,
  note: null,
  publishedOn: null,
  noticeUntil: null,
  branches: Array.from({ length: 12 }, (_, index) => ({
    branchId: index + 1,
    branch: `第${index + 1}党支部`,
    ranked: index < 11,
    members: 20,
    reported: 19,
    average: index === 11 ? null : { sum: 1_234_567, members: 100 },
    rank: index < 11 ? index + 1 : null,
    low: index === 10,
    roundId: index + 1,
    tableVersion: 1,
    averageShown: true,
  })),
  year: null,
};
const beingAsked = {
  open: { closesAt, late: false, counted: true, total: undefined, proxy: false, question: undefined },
  last: undefined,
  gone: false,
  waits: [],
} satisfies remarks.Standing;
const { lines } = notice.publicFigures(aSummary);
const talks = names
  .slice(0, 3)
  .map((name, index) => ({ name, rank: 20 - index, total: 9000, growth: index === 0 ? null : -20, held: index === 2 }));
const marks = { carried: 1, late: 1, doubtful: 0, spotChecks: 1, objections: 0, confirmed: true, unheld: 0 };
const summaryDetails = {
  marks: new Map(
    aSummary.branches.map(({ branchId }) => [branchId, { ...marks, confirmed: branchId < 10, unheld: 0 }]),
  ),
  without: [],
  openObjections: 2,
  unheldBranches: [],
};
const groups = { school: true, branches: names, without: names };
const moved = { what: "publish", quarter, policy: defaultPolicy, groups } as const;
const twelve = names.map((branch) => ({ branch, count: 12 }));
const matters = { spotChecks: twelve, objections: 2, doubtful: twelve, unconfirmed: names, toCome: names };
const branchTable: branch.TableText = { quarter, branch: "第一党支部", day, version: 2, members: 20, reported: 17 };
const heldTalk: talkTexts.HeldTalkText = {
  partner: { kind: "member", name: "李明" },
  at: closesAt,
  talker: { name: "张伟", duties: ["支部书记", "支委"] },
  quarter,
  rank: 18,
  clause: "四（三）",
  record: { place: "办公室", content: "学习安排", difficulties: "教学任务重", measures: "结对帮学" },
};
const correction: BranchCorrection = {
  branch: "第一党支部",
  causes: ["异议核实", "抽查核实"],
  figures: [
    { figure: "人均", from: "12345.67 分", to: "不公开" },
    { figure: "名次", from: "第 2 名", to: "第 3 名" },
  ],
};
const revision = {
  branch: "第一党支部",
  name: "李明",
  from: 13_000,
  to: 12_000,
  source: "异议",
  reason: "截图不符",
  by: "何翠",
};
const aTalkerTalk = { branch: "第一党支部", name: "张伟", quarter, clause: "四（三）" };
const posted: notice.NoticePost = {
  school: "广西纺织工业学校",
  quarter,
  kind: "公示",
  clause: "四（四）",
  until: "2026-11-27" as Day,
  days: 5,
  lines,
  completionOnly: false,
  missing: "last",
  corrections: undefined,
};
const accepted: replies.AcceptedReport = { total: 12_345, replaced: undefined, previous, today: day, late: false };

const week: digest.DigestText = {
  from: "2026-11-16" as Day,
  until: "2026-11-22" as Day,
  reports: 210,
  corrections: 12,
  proxies: 3,
  withdrawals: 1,
  questions: 20,
  confirmations: 11,
  revisions: 1,
  talksHeld: 9,
  branchTalksHeld: 1,
  talksOwed: 24,
  checksAsked: 12,
  checksSettled: 10,
  checksOpen: 2,
  objectionsOpened: 1,
  objectionsAnswered: 1,
  objectionsOpen: 1,
  sent: 640,
  refused: 2,
};

const pace = recentPace([previous, { total: 12_345, day }])!;
const year = yearPace(
  growthIn(
    {
      totals: [previous, { total: 9000, day: "2026-10-18" as Day }, { total: 9123, day }],
      since: "2026-02-01" as Day,
    },
    { from: "2026-01-01" as Day, until: today, year: 2026 },
    { yearly: 6000, unknownStart: "pro-rata" },
  ),
  { year: 2026, ends: "2026-12-29" as Day },
  today,
)!;

const grown = { growth: 5000, required: 6000, estimated: false, daysOff: 0, restarted: false };
const aMember = {
  memberId: 1,
  account: "li",
  name: "李明",
  branch: "第一党支部",
  reports: 4,
  doubtful: false,
  year: { ...grown, start: previous, last: { total: 12_345, day } },
  eligibility: { kind: "not eligible" },
  award: null,
} satisfies NamedYear;

type Texts<Module> = Readonly<Record<keyof Module, string>>;

/** Every text the bot sends, as it is on an ordinary day. */
const texts = {
  ask: {
    question: ask.question(defaultPolicy, closesAt),
    reminder: ask.reminder(closesAt),
  } satisfies Texts<typeof ask>,
  branch: {
    progress: branch.progress(figures),
    roundClosed: branch.roundClosed(figures),
    talkList: branch.talkList({
      quarter,
      branch: "第一党支部",
      clause: "四（三）",
      talks,
      unreported: names.slice(5, 8),
    }),
    missingName: branch.missingName({ name: "李明", again: true }),
    assistanceWanted: branch.assistanceWanted("李明"),
    leaveAnnounced: branch.leaveAnnounced("李明"),
    nobodyOfThatName: branch.nobodyOfThatName("李明"),
    whichOne: branch.whichOne("李明", [
      { name: "李明", account: "li" },
      { name: "李明", account: "li2" },
    ]),
    proxyUsage: branch.proxyUsage,
    proxyUndoUsage: branch.proxyUndoUsage,
    proxyUndone: branch.proxyUndone("李明", { total: 12_345, restored: 12_300 }),
    proxyUndoneForMember: branch.proxyUndoneForMember("张伟", { total: 12_345, restored: undefined }),
    noProxyOf: branch.noProxyOf("李明"),
    noRoundIn: branch.noRoundIn("第一党支部"),
    severalBranches: branch.severalBranches("教务", names),
    proxied: branch.proxied("李明", 12_345, false),
    proxyToldMember: branch.proxyToldMember("王芳", 12_345),
    proxyImplausible: branch.proxyImplausible("李明", 12_345),
    noRoundInBranch: branch.noRoundInBranch,
    noSuchBranch: branch.noSuchBranch("第九党支部", names),
    noTalkListYet: branch.noTalkListYet,
    tableFileName: branch.tableFileName("第一党支部"),
    tableComing: branch.tableComing(branchTable, { by: "王芳", at: closesAt }, true),
    tableConfirmed: branch.tableConfirmed({ ...branchTable, average: "12345.67" }, { spotChecks: 1, objections: 2 }),
    tableAlreadyConfirmed: branch.tableAlreadyConfirmed(branchTable, { by: "王芳", at: closesAt }),
    tableOfItsOwn: branch.tableOfItsOwn,
    noTableYet: branch.noTableYet("第一党支部"),
    confirmWanted: branch.confirmWanted(branchTable, "四（三）"),
    tablesUnconfirmed: branch.tablesUnconfirmed(quarter, names, "四（三）"),
  } satisfies Texts<typeof branch>,
  format: {
    shortDay: format.shortDay(day),
    clock: format.clock(closesAt),
    decimal: format.decimal(14.37),
    points: format.points(null),
    listed: format.listed("新增", names).join(""),
    counted: format.counted(2, (n) => `迟报 ${n} 人`).join(""),
    someOf: format.someOf(names),
    fileName: format.fileName("第一/党支部"),
  } satisfies Texts<typeof format>,
  help: { help: helpFor(() => true), reporting: help.help(help.reporting) } satisfies Texts<typeof help>,
  digest: { digest: digest.digest(week) } satisfies Texts<typeof digest>,
  needs: {
    needs: needs.needs(["· 一", "· 二"]),
    unknownDeliveries: needs.unknownDeliveries(2),
    refusedDeliveries: needs.refusedDeliveries(2),
    sendingPaused: needs.sendingPaused("Secret 不对", closesAt),
    objectionsWait: needs.objectionsWait(2, 5),
    summaryWaits: needs.summaryWaits(quarter, "submitted"),
  } satisfies Texts<typeof needs>,
  notice: {
    post: notice.post({ ...posted, corrections: [correction] }),
    standings: notice.standings(quarter, posted),
    closingPost: notice.closingPost({
      ...posted,
      from: "2026-11-21" as Day,
      until: "2026-11-27" as Day,
      objections: { opened: 2, corrected: 1 },
    }),
  } satisfies Omit<Texts<typeof notice>, "missingNote" | "publicFigures" | "titleOf">,
  summary: {
    summaryText: summaryTexts.summaryText(aSummary, summaryDetails),
    summaryMoved: summaryTexts.summaryMoved({ kind: "done", summary: aSummary }, moved),
    figureMarks: summaryTexts.figureMarks("last", 2, marks).join("；"),
    summaryLine: summaryTexts.summaryLine(lines[0]!),
    summaryReady: summaryTexts.summaryReady(quarter),
    summaryRenewed: summaryTexts.summaryRenewed(quarter, 2, [revision]),
    summarySubmitted: summaryTexts.summarySubmitted(quarter, "何翠", [correction]),
    summaryApproved: summaryTexts.summaryApproved(quarter, "马宁"),
    summaryReturned: summaryTexts.summaryReturned(quarter, "马宁", "请核对人数"),
    acted: summaryTexts.acted(quarter, "submitted"),
    cannotAct: summaryTexts.cannotAct(quarter, "published", ["draft", "returned"]),
    nothingToSummarise: summaryTexts.nothingToSummarise(quarter),
    roundsStillOpen: summaryTexts.roundsStillOpen(quarter, ["第一党支部", "第二党支部"]),
    reasonWanted: summaryTexts.reasonWanted,
    filesFollow: summaryTexts.filesFollow(["汇总表.xlsx", "排名.png"]),
    branchTablesBy: summaryTexts.branchTablesBy,
    filesWithDraft: summaryTexts.filesWithDraft,
    noticeRunning: summaryTexts.noticeRunning(quarter, day),
    noticeEndUnknown: summaryTexts.noticeEndUnknown(quarter),
    noticeDisputed: summaryTexts.noticeDisputed(quarter, 2),
    noticeOver: summaryTexts.noticeOver(quarter),
    noticeOverDisputed: summaryTexts.noticeOverDisputed(quarter, 2),
    closed: summaryTexts.closed(quarter),
    noGroups: summaryTexts.noGroups,
    yearReady: summaryTexts.yearReady("2026Y" as Quarter, 2),
    whichOne: summaryTexts.whichOne("return", [quarter, "2026Y" as Quarter]),
  } satisfies Texts<typeof summaryTexts>,
  trial: {
    trialQuestion: trial.trialQuestion(closesAt),
    trialRecorded: trial.trialRecorded(12_345, 12_300),
    trialAsked: trial.trialAsked("irregular", [12_345]),
    trialImpossible: trial.trialImpossible(9_999_999),
    trialRetype: trial.trialRetype,
    trialUnreadable: trial.trialUnreadable,
    trialWithdrawn: trial.trialWithdrawn,
    trialNothingToWithdraw: trial.trialNothingToWithdraw,
    trialOver: trial.trialOver,
    trialToOpen: trial.trialToOpen(names, closesAt),
    trialState: trial.trialState("open", 3, 1, closesAt),
  } satisfies Texts<typeof trial>,
  openMatters: {
    openMatters: openMatters.openMatters(quarter, matters),
    insistOrMend: openMatters.insistOrMend(quarter, "仍然提交"),
  } satisfies Omit<Texts<typeof openMatters>, "insistence">,
  office: {
    drawn: office.drawn(quarter, hash, ["2026-10-10" as Day, "2026-12-21" as Day]),
    revealed: office.revealed(quarter, hash),
    tooFewDays: office.tooFewDays(quarter, 2),
    holidaysUnknown: office.holidaysUnknown(2027),
    redrawn: office.redrawn(quarter, day),
    missed: office.missed(quarter, day),
    roundOpened: office.roundOpened(day, closesAt, 12, 240),
    roundToOpen: office.roundToOpen({
      quarter,
      closesAt,
      branches: 12,
      members: 240,
      having: names,
      replacesQuarter: false,
    }),
    sendingResumed: office.sendingResumed("Secret 不对", closesAt),
  } satisfies Texts<typeof office>,
  advice: {
    advice: advice.advice(defaultPolicy, pace, year),
    advised: advice.advised(defaultPolicy),
    yearSoFar: advice.yearSoFar(year, 6000),
  } satisfies Texts<typeof advice>,
  feedback: {
    feedbackUsage: feedback.feedbackUsage,
    feedbackForwarded: feedback.feedbackForwarded,
    nobodyToForwardTo: feedback.nobodyToForwardTo,
    feedbackFrom: feedback.feedbackFrom("李明", "第一党支部", "希望早一点提醒"),
  } satisfies Texts<typeof feedback>,
  ownData: {
    OWN_DATA_FILE: ownData.OWN_DATA_FILE,
    exportComing: ownData.exportComing,
    whatDeleting: ownData.whatDeleting,
    askToDeleteFirst: ownData.askToDeleteFirst,
    deleted: ownData.deleted("已注销12"),
  } satisfies Omit<Texts<typeof ownData>, "CONFIRM_WITHIN_MINUTES">,
  ownRecord: {
    ownRecord: ownRecord.ownRecord({
      reports: names.slice(0, 8).map(() => ({ day, total: 123_456, source: "代报", late: true, doubt: null })),
      before: 120_000,
      pace,
      year: { pace: year, yearly: 6000, clause: "四（五）" },
    }),
    whyTalk: ownRecord.whyTalk({
      quarter,
      day,
      total: 123_456,
      growth: -3456,
      rank: 17,
      reported: 20,
      metric: "total",
      lowest: 3,
      clause: "四（三）",
      held: false,
    }),
    noTalkYet: ownRecord.noTalkYet,
    notListed: ownRecord.notListed(quarter),
    liftedFromList: ownRecord.liftedFromList(quarter),
  } satisfies Texts<typeof ownRecord>,
  replies: {
    accepted: replies.accepted(accepted),
    question: replies.question("below-last", [128], previous),
    handedOver: replies.handedOver(["王芳", "张伟"]),
    impossible: replies.impossible(9_999_999),
    noRound: replies.noRound,
    notOnRoster: replies.notOnRoster,
    withdrawAsked: replies.withdrawAsked(12_345),
    notWithdrawn: replies.notWithdrawn(12_345),
    pleaseRetype: replies.pleaseRetype,
    failed: replies.failed,
    refused: replies.refused("学校党办"),
    withdrawn: replies.withdrawn(12_345),
    nothingToWithdraw: replies.nothingToWithdraw,
    excused: replies.excused,
    muted: replies.muted,
    remindedAgain: replies.remindedAgain,
    notYetPublished: replies.notYetPublished,
  } satisfies Texts<typeof replies>,
  remarks: {
    whereYouStand: remarks.whereYouStand(beingAsked),
    didYouMean: remarks.didYouMean(["通过", "退回 [季度] 理由"]).join("\n"),
    remark: remarks.remark(["您好！"], beingAsked),
  } satisfies Texts<typeof remarks>,
  talks: {
    talkWithTalker: talkTexts.talkWithTalker(aTalkerTalk),
    talksWithTalkers: talkTexts.talksWithTalkers([aTalkerTalk]),
    talkRegistered: talkTexts.talkRegistered(heldTalk),
    talkUpdated: talkTexts.talkUpdated(heldTalk),
    talkAlreadyHeld: talkTexts.talkAlreadyHeld(heldTalk.partner, "张伟", closesAt),
    talkToldMember: talkTexts.talkToldMember(heldTalk.talker, closesAt, quarter, "四（三）"),
    talkChangedForMember: talkTexts.talkChangedForMember(heldTalk.talker, quarter),
    talkConfirmed: talkTexts.talkConfirmed("张伟", closesAt),
    talkConfirmedAlready: talkTexts.talkConfirmedAlready(closesAt),
    noTalkToConfirm: talkTexts.noTalkToConfirm,
    memberConfirmedTalk: talkTexts.memberConfirmedTalk("李明", quarter),
    talkUsage: talkTexts.talkUsage(names),
    notOnTalkList: talkTexts.notOnTalkList("李明"),
    ownTalk: talkTexts.ownTalk,
    talksChanged: talkTexts.talksChanged({
      branch: "第一党支部",
      quarter,
      clause: "四（三）",
      added: names.slice(0, 3),
      lifted: names.slice(3, 6),
    }),
    lowBranchList: talkTexts.lowBranchList(quarter, defaultPolicy, [
      { branch: "第三党支部", rank: 12, average: null, committee: [heldTalk.talker], held: false },
    ]),
    noLowBranchesYet: talkTexts.noLowBranchesYet,
    branchTalkUsage: talkTexts.branchTalkUsage([]),
    branchNotOnTalkList: talkTexts.branchNotOnTalkList("第三党支部"),
    talksStillOwed: talkTexts.talksStillOwed(quarter, names, "四（三）"),
    talksOwedBy: talkTexts.talksOwedBy(quarter, [{ branch: "第一党支部", owed: 2 }], "四（三）"),
    branchTalksStillOwed: talkTexts.branchTalksStillOwed(quarter, ["第三党支部"], "四（四）"),
  } satisfies Texts<typeof talkTexts>,
  rules: { rules: rules.rules(defaultPolicy, duties) } satisfies Texts<typeof rules>,
  welcome: { welcome: welcome.welcome(defaultPolicy) } satisfies Texts<typeof welcome>,
  year: {
    yearText: years.yearText({
      year: 2026,
      policy: defaultPolicy,
      state: "draft",
      note: null,
      ends: "2026-12-29" as Day,
      members: [aMember],
      branches: [
        { branchId: 1, branch: "第一党支部", members: 20, average: { sum: 1_234_567, members: 100 }, awarded: true },
      ],
    }),
    yearMarks: years.yearMarks({ ...aMember.year, estimated: true, daysOff: 12 }, true).join("；"),
    yearPost: years.yearPost({
      school: "测试学校",
      year: 2026,
      kind: "公示",
      clauses: { activeLearner: "五（三）1", bestBranch: "五（三）2" },
      until: day,
      days: 5,
      members: names.map((name) => ({ name, branch: "第一党支部" })),
      branches: ["第一党支部"],
    }),
    noYearYet: years.noYearYet(2026),
    yearNotCounted: years.yearNotCounted(2026),
    undecidedReason: years.undecidedReason("no total"),
  } satisfies Texts<typeof years>,
};
const counting = {
  countQuestion: counts.countQuestion(defaultPolicy, 2026, closesAt),
  countReminder: counts.countReminder(2026, closesAt),
  countOpened: counts.countOpened(2026, 12, closesAt),
  countMissed: counts.countMissed(2026),
  countAsked: counts.countAsked(2026, 240, closesAt),
  countAlready: counts.countAlready(2026),
  countOutOfTime: counts.countOutOfTime(2026),
} satisfies Texts<typeof counts>;
const all = Object.entries({ ...texts, counting }).flatMap(([module, of]) =>
  Object.entries(of).map(([name, text]) => [`${module}.${name}`, text] as const),
);

describe("every text the bot sends", () => {
  test.each(all)("fits into one message, and has no hole: %s", (_, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(workspace.limits.textBytes);
    expect(text.trim()).toBe(text);
    expect(text).not.toBe("");
    expect(text).not.toMatch(/undefined|null|NaN|Infinity|\[object|\$\{/);
  });
});

describe("the words that the bot promises", () => {
  test.each([
    ["a total accepted", texts.replies.accepted, ["已记录", "12345"]],
    ["a later total in the same round", replies.accepted({ ...accepted, replaced: 12_000 }), ["已更正", "12345"]],
    ["a question with one candidate", texts.replies.question, ["请确认", "128"]],
    [
      "a question with two candidates",
      replies.question("several", [12_345, 12_354], previous),
      ["请确认", "12345", "12354"],
    ],
    ["a question with none", replies.question("picture", [], previous), ["请确认"]],
    ["a total that nobody can have", texts.replies.impossible, ["请确认", "9999999", "无法登记"]],
    ["nothing readable, nothing reported yet", texts.remarks.whereYouStand, ["没有读到积分", "我的 → 学习积分"]],
    ["no open round", texts.replies.noRound, ["目前没有进行中的填报"]],
    ["a sender who is not on the roster", texts.replies.notOnRoster, ["不在名单"]],
    ["a right the sender lacks", texts.replies.refused, ["无权", "学校党办"]],
    ["the question of a round", texts.ask.question, ["成长总积分", "11月18日 21:00"]],
  ])("stand in the answer to %s", (_, text, words) => {
    for (const word of words) expect(text).toContain(word);
  });
});

describe("an accepted total", () => {
  test.each([
    ["with its growth, days and daily mean", accepted, "较上次（8月18日 11020 分）增长 1325 分，92 天，日均 14.4 分。"],
    ["without growth", { ...accepted, total: 11_020 }, "与上次（8月18日）相同，零增长。"],
    ["that is lower", { ...accepted, total: 11_000 }, "较上次（8月18日 11020 分）减少 20 分"],
    ["that is the first", { ...accepted, previous: undefined }, "这是您的首次填报。"],
    ["of the same day", { ...accepted, previous: { total: 12_000, day } }, "较上次（11月18日 12000 分）增长 345 分。"],
    ["that is late", { ...accepted, late: true }, "按迟报登记"],
  ])("is echoed %s, and how to correct it", (_, report, words) => {
    const text = replies.accepted(report);

    expect(text).toContain(words);
    expect(text).toContain("如有误，请回复“更正 数字”。");
  });
});

describe("a question says why it is asked", () => {
  test.each([
    ["below-last", 128, "低于上次（8月18日 11020 分）"],
    ["above-possible", 99_999, "超过了这段时间可能的增幅"],
    ["maybe-today", 42, "像今日积分"],
    ["approximate", 12_000, "准确的数字"],
    ["increment", 12_345, "按上次加上它"],
    ["unchanged", 11_020, "与上次相同"],
    ["other-person", 12_345, "代报 姓名 数字"],
  ] as const)("%s of %d: %s", (reason, value, words) => {
    const text = replies.question(reason, [value], previous);

    expect(text).toContain(words);
    expect(text).toContain(`${value}`);
    expect(text).toContain("回复“是”确认");
  });
});

describe("what groups are shown", () => {
  test("is every branch's average and rank, the clause, and how to object", () => {
    const text = notice.post(posted);

    expect(text).toContain("【公示】广西纺织工业学校2026年第四季度“学习强国”学习情况（依据四（四））");
    expect(text).toContain("第 1 名 第1党支部：人均 12345.67 分，已报 19/20 人");
    expect(text).toContain("不参与排名 第12党支部：人均 —，已报 19/20 人");
    expect(text).toContain("公示期 5 个工作日，至11月27日。如有异议，请向学校党办反映。");
  });

  test("of a corrected one says so: which figure of which branch changed from what to what and why, and no person", () => {
    const text = notice.post({
      ...posted,
      corrections: [correction, { ...correction, causes: ["另行考核"], figures: [] }],
    });

    expect(text.split("\n").slice(0, 5)).toEqual([
      "【更正公示】广西纺织工业学校2026年第四季度“学习强国”学习情况（依据四（四））",
      "更正内容：",
      "第一党支部：人均由 12345.67 分更正为不公开，名次由第 2 名更正为第 3 名（异议核实、抽查核实）",
      "第一党支部：积分有更正，公布的数字不变（另行考核）",
      "更正后的结果：",
    ]);
    expect(text).toContain("公示期重新计算，共 5 个工作日，至11月27日。");
  });

  test.each([
    ["last", "未填报者按上次积分计入。"],
    ["zero", "未填报者按零分计入。"],
    ["exclude", "未填报者不计入。"],
  ] as const)("says by the policy's word %s what members without a report count, where there are any", (missing, note) => {
    const complete = lines.map((line) => ({ ...line, reported: line.members }));
    for (const show of [
      (of: notice.NoticePost) => notice.post(of),
      (of: notice.NoticePost) => notice.standings(quarter, of),
    ]) {
      expect(show({ ...posted, missing }).split("\n")).toContain(note);
      expect(show({ ...posted, missing, lines: complete })).not.toContain("未填报者");
      expect(show({ ...posted, missing, completionOnly: true })).not.toContain("未填报者");
    }
  });

  test("is no average of a branch without members", () => {
    const text = notice.post({ ...posted, lines: [{ ...lines[11]!, members: 0, reported: 0 }] });

    expect(text).toContain("不参与排名 第12党支部：人均 —，已报 0/0 人");
  });

  test("is completion only, and no figure of points, where the policy ranks nobody in public", () => {
    const shown = [
      notice.post({ ...posted, completionOnly: true }),
      notice.standings(quarter, { ...posted, completionOnly: true }),
    ];

    for (const text of shown) {
      expect(text).toContain("第1党支部：已填报 19/20 人");
      expect(text).not.toMatch(/12345|人均|名 |排名/);
    }
  });

  test("has no window for objections where it is a 通报, and no end where it is not known", () => {
    expect(notice.post({ ...posted, kind: "通报" })).not.toContain("公示期");
    expect(notice.post({ ...posted, until: null })).toContain("公示期 5 个工作日。");
  });
});

describe("a talk list", () => {
  test("names figures and clause, says who was talked with, and asks for discretion", () => {
    expect(texts.branch.talkList.split("\n")).toEqual([
      "【谈话教育名单】第一党支部 2026年第四季度（依据四（三））",
      "党员1：第 20 名，9000 分",
      "党员2：第 19 名，9000 分，较上次减少 20 分",
      "党员3：第 18 名，9000 分，较上次减少 20 分（已谈）",
      "未填报（不计入名次）：党员6、党员7、党员8",
      "名单仅供本支部委员使用，请勿转发。",
    ]);
  });

  test("of nobody says so", () => {
    const text = branch.talkList({ quarter, branch: "第一党支部", clause: "四（三）", talks: [], unreported: [] });

    expect(text).toContain("本季度没有需要谈话教育的党员。");
    expect(text).not.toContain("请勿转发");
  });
});

describe("progress", () => {
  test.each([
    [figures, "第一党支部：应报 20 人，已报 17 人（迟报 2 人）。\n未填报：党员1、党员2、党员3"],
    [{ ...figures, reported: 20, late: 0, unreported: [] }, "第一党支部：应报 20 人，已报 20 人。全部填报完成。"],
  ])("of %o", (given, expected) => {
    expect(branch.progress(given)).toBe(expected);
  });
});
