import { describe, expect, test } from "vitest";
import type { Day, Quarter } from "../../src/domain/calendar.ts";
import * as spots from "../../src/messages/spot-checks.ts";
import * as seconds from "../../src/messages/spot-seconds.ts";
import { talksChanged } from "../../src/messages/talks.ts";
import { workspace } from "../../src/services.ts";

const quarter = "2026Q4" as Quarter;
const day = "2026-11-18" as Day;
const names = Array.from({ length: 20 }, (_, index) => `党员${index + 1}`);
const sample = { branch: "第一党支部", quarter, clause: "四（二）", names };
const line = { branch: "第一党支部", name: "李明", state: "corrected", total: 12_345, proposed: null } as const;

type Texts<Module> = Readonly<Record<keyof Module, string>>;

const texts = {
  ...({
    spotAsked: spots.spotAsked(quarter, "四（二）", false),
    spotSampled: spots.spotSampled(sample),
    spotSampledForOffice: spots.spotSampledForOffice({ ...sample, names: ["张伟"] }),
    spotShown: spots.spotShown({ name: "李明", branch: "第一党支部", day, total: 12_345 }),
    pictureReceived: spots.pictureReceived("张伟同志", true, true),
    checkersNamed: spots.checkersNamed(["张伟", "王芳"], false),
    spotList: spots.spotList(
      quarter,
      "四（二）",
      names.map((name) => ({ ...line, name })),
    ),
    noSpotChecks: spots.noSpotChecks,
    spotRightUsage: spots.spotRightUsage,
    spotWrongUsage: spots.spotWrongUsage,
    notSampled: spots.notSampled("李明"),
    ownSpotCheck: spots.ownSpotCheck,
    spotChecksOver: spots.spotChecksOver(quarter),
    spotConfirmed: spots.spotConfirmed("李明"),
    spotSettled: spots.spotSettled(line, "张伟", day),
    sameAsReported: spots.sameAsReported("李明", 12_345),
    spotImplausible: spots.spotImplausible("李明", 12_345),
    spotCorrected: spots.spotCorrected({ name: "李明", from: null, to: 12_345, version: 2 }),
    correctedBySpotCheck: spots.correctedBySpotCheck({ from: 12_000, to: 12_345 }, quarter, "四（二）", "张伟"),
  } satisfies Texts<typeof spots>),
  ...({
    secondWanted: seconds.secondWanted({
      branch: "第一党支部",
      name: "李明",
      from: null,
      to: 12_345,
      by: "张伟",
      reason: "理".repeat(100),
      picture: true,
    }),
    waitsForSecond: seconds.waitsForSecond("李明", 12_345, "王芳同志"),
    noGround: seconds.noGround("李明", 12_345),
    reasonTooLong: seconds.reasonTooLong(100),
    proposalDropped: seconds.proposalDropped("李明"),
    seconded: seconds.seconded("李明", "王芳", 2),
    notSeconded: seconds.notSeconded("李明", "王芳"),
  } satisfies Texts<typeof seconds>),
  talksChanged: talksChanged({ ...sample, clause: "四（三）", added: ["李明"], lifted: ["陈静"] }),
};

describe("every text of spot checks and corrections", () => {
  test.each(Object.entries(texts))("fits into one message, and has no hole: %s", (_, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(workspace.limits.textBytes);
    expect(text.trim()).toBe(text);
    expect(text).not.toBe("");
    expect(text.replace("App", "")).not.toMatch(/[A-Za-z]/);
  });
});

test("a member is told that the choice was random, who sees the picture and when it is deleted", () => {
  for (const words of ["随机", "四（二）", "本支部书记和宣传委员", "归档时即删除", "当面出示"]) {
    expect(texts.spotAsked).toContain(words);
  }
  expect(spots.spotAsked(quarter, "四（二）", true)).toContain("截图只给学校党办核对");
});

test("somebody without a figure is 未填报, not a number", () => {
  expect(spots.spotShown({ name: "李明", branch: "第一党支部", day, total: null })).toContain("填报：未填报");
  expect(texts.spotCorrected).toContain("未填报 → 12345 分");
});

test("the talkers are told names and no figures", () => {
  expect(texts.talksChanged).not.toMatch(/\d 分|\d{5}/);
});
