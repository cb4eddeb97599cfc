import { expect, test } from "vitest";
import { Character, type CharacterKind, cast, characterKinds, type Utterance } from "../../src/simulator/characters.ts";
import { sampleSchool } from "../../src/simulator/school.ts";

const HOUR = 3_600_000;
/** 2026-11-18 09:07, 14:10, 19:40 and 21:00 in Shanghai. */
const ASKED = Date.UTC(2026, 10, 18, 1, 7);
const [FIRST_REMINDER, SECOND_REMINDER, CLOSES] = [ASKED + 5.05 * HOUR, ASKED + 10.55 * HOUR, ASKED + 11.8834 * HOUR];
const QUESTION = "请回复您的成长总积分，今天 21:00 前有效。";

function aCharacter(kind: CharacterKind, seed = 1): Character {
  const member = { account: "gf00001", name: "李明", startTotal: 20_000, asOf: "2025-12-31", pace: 20 };
  return new Character(seed, member, kind);
}

/** So many characters of a kind, each with another seed. */
function several(kind: CharacterKind, count = 200): Character[] {
  return Array.from({ length: count }, (_, seed) => aCharacter(kind, seed));
}

function only(utterances: readonly Utterance[]): Extract<Utterance, { kind: "text" }> {
  const [utterance] = utterances;
  if (utterances.length !== 1 || utterance?.kind !== "text") throw new Error("one text was expected");
  return utterance;
}

test("a prompt member answers with the true total well before the round closes", () => {
  for (const character of several("prompt")) {
    const { afterMs, says } = only(character.onMessage(QUESTION, ASKED));

    expect(afterMs).toBeLessThan(2 * HOUR);
    expect(says).toBe(character.totalAt(ASKED + afterMs));
  }
});

test("what the bot acknowledges is remembered, with the moment, and not answered", () => {
  const character = aCharacter("prompt");
  const { afterMs, says } = only(character.onMessage(QUESTION, ASKED));

  expect(character.onMessage(`已记录 ${says} 分`, ASKED + afterMs)).toEqual([]);
  expect(character.acknowledged).toEqual([{ at: ASKED + afterMs, total: says }]);
  expect(character.onMessage(QUESTION, FIRST_REMINDER)).toEqual([]);
});

test("a number that was never written is noticed and corrected", () => {
  const character = aCharacter("prompt");
  const { afterMs, says } = only(character.onMessage(QUESTION, ASKED));

  const reply = only(character.onMessage("已记录 99999", ASKED + afterMs));

  expect(character.misread).toEqual([{ at: ASKED + afterMs, total: 99_999, said: [says] }]);
  expect(reply.says).toBe(says);
});

test("a late member answers after the round has closed, some within the grace, some after", () => {
  const moments = several("late").map((character) => only(character.onMessage(QUESTION, ASKED)).afterMs + ASKED);

  expect(moments.every((at) => at > CLOSES)).toBe(true);
  expect(moments.some((at) => at < CLOSES + 12 * HOUR)).toBe(true);
  expect(moments.some((at) => at > CLOSES + 12 * HOUR)).toBe(true);
});

test("a late member means the total of the day on which the answer is said", () => {
  for (const character of several("late")) {
    const { afterMs, says } = only(character.onMessage(QUESTION, ASKED));

    expect(says).toBe(character.totalAt(ASKED + afterMs));
    expect(character.onMessage(QUESTION, SECOND_REMINDER)).toEqual([]);
  }
});

test("a tardy member answers after the closing, always within the grace", () => {
  for (const character of several("tardy")) {
    const { afterMs, says } = only(character.onMessage(QUESTION, ASKED));

    expect(ASKED + afterMs).toBeGreaterThan(CLOSES);
    expect(ASKED + afterMs).toBeLessThan(CLOSES + 2 * HOUR);
    expect(says).toBe(character.totalAt(ASKED + afterMs));
  }
});

test("a mute member never answers", () => {
  for (const character of several("mute")) {
    for (const at of [ASKED, FIRST_REMINDER, SECOND_REMINDER]) expect(character.onMessage(QUESTION, at)).toEqual([]);
  }
});

test("a silent member answers never, or after the second reminder", () => {
  const answers = several("silent").map((character) => {
    expect(character.onMessage(QUESTION, ASKED)).toEqual([]);
    expect(character.onMessage(QUESTION, FIRST_REMINDER)).toEqual([]);
    return character.onMessage(QUESTION, SECOND_REMINDER);
  });

  expect(answers.some((utterances) => utterances.length === 0)).toBe(true);
  const given = answers.filter((utterances) => utterances.length > 0).map(only);
  expect(given.length).toBeGreaterThan(0);
  expect(given.every(({ afterMs }) => SECOND_REMINDER + afterMs < CLOSES)).toBe(true);
});

test("a correcting member sends a typo first and the true total once the typo is recorded", () => {
  for (const character of several("correcting")) {
    const typo = only(character.onMessage(QUESTION, ASKED));
    const at = ASKED + typo.afterMs;
    expect(typo.says).not.toBe(character.totalAt(at));

    const correction = only(character.onMessage(`已记录 ${typo.says}`, at));
    expect(correction.text).toMatch(/更正|不对|打错了/);
    expect(character.onMessage(`已更正 ${correction.says}`, at + correction.afterMs)).toEqual([]);

    expect(character.acknowledged.at(-1)?.total).toBe(character.totalAt(at));
    expect(character.misread).toEqual([]);
  }
});

test("asked «请确认», a member says the number, or 是 where nothing else can be meant", () => {
  const answers = several("sloppy", 400).flatMap((character) => {
    const utterances = character.onMessage(QUESTION, ASKED);
    const last = utterances.at(-1);
    if (last?.kind !== "text" || last.says === undefined) return [];
    const at = ASKED + last.afterMs;
    const asked = only(character.onMessage(`请确认：是 ${last.says} 吗？`, at));
    expect(asked.says).toBe(character.totalAt(at));
    if (asked.text === "是") expect(last.says).toBe(character.totalAt(at));
    return [asked.text === "是" ? "是" : "number"];
  });

  expect(new Set(answers)).toEqual(new Set(["是", "number"]));
});

test("with two candidates a member never answers 是", () => {
  for (const character of several("prompt")) {
    const { afterMs, says } = only(character.onMessage(QUESTION, ASKED));

    expect(only(character.onMessage(`请确认：${says} 还是 12354？`, ASKED + afterMs)).text).toBe(`${says}`);
  }
});

test("some sloppy members send a picture or 收到 first, and the number after", () => {
  const first = several("sloppy").map((character) => ({ character, said: character.onMessage(QUESTION, ASKED) }));

  const pictures = first.filter(({ said }) => said[0]?.kind === "picture");
  expect(pictures.length).toBeGreaterThan(0);
  for (const { character, said } of pictures) {
    expect(character.onMessage("请确认：没有看到数字", ASKED + (said[0]?.afterMs ?? 0))).toEqual([]);
    expect(said[1]).toMatchObject({ kind: "text", says: character.totalAt(ASKED) });
  }
  const polite = first.filter(({ said }) => said[0]?.kind === "text" && said[0].text === "收到");
  expect(polite.length).toBeGreaterThan(0);
  for (const { character, said } of polite) {
    const reply = only(character.onMessage("没有读到积分，请再发一次", ASKED + only(said).afterMs));
    expect(reply.says).toBe(character.totalAt(ASKED));
  }
});

test("people give up on a bot that never understands, and when no round is open", () => {
  const stubborn = aCharacter("prompt");
  let utterances = stubborn.onMessage(QUESTION, ASKED);
  let at = ASKED;
  let said = 0;
  for (; utterances.length > 0; said += 1) {
    at += only(utterances).afterMs;
    utterances = stubborn.onMessage("没有读到积分", at);
  }
  expect(said).toBe(5);

  const late = aCharacter("late");
  const { afterMs } = only(late.onMessage(QUESTION, ASKED));
  expect(late.onMessage("目前没有进行中的填报", ASKED + afterMs)).toEqual([]);
  expect(late.acknowledged).toEqual([]);
});

test("a disputing member objects once to the results, nobody else does", () => {
  for (const kind of characterKinds) {
    const character = aCharacter(kind);
    character.onMessage(QUESTION, ASKED);
    const [utterance] = character.onMessage("2026年第四季度通报", ASKED + 24 * HOUR);

    if (kind === "disputing") expect(utterance).toMatchObject({ text: expect.stringMatching(/^异议 /) });
    else expect(utterance).toBeUndefined();
    expect(character.onResults(ASKED + 25 * HOUR)).toEqual([]);
  }
});

test("the totals of a year of rounds are possible ones: never less, never more than 66 a day", () => {
  const DAY = 24 * HOUR;
  for (const kind of ["prompt", "late", "disputing"] as const) {
    const character = aCharacter(kind);
    let previous = { total: 20_000, day: Math.floor(Date.UTC(2025, 11, 31) / DAY) };
    for (let quarter = 0; quarter < 4; quarter += 1) {
      const asked = Date.UTC(2026, quarter * 3 + 1, 10, 1, 7);
      const { afterMs, says = 0 } = only(character.onMessage(QUESTION, asked));
      const day = Math.floor((asked + afterMs + 8 * HOUR) / DAY);
      expect(says).toBeGreaterThanOrEqual(previous.total);
      expect(says).toBeLessThanOrEqual(previous.total + 66 * (day - previous.day));
      character.onMessage(`已记录 ${says}`, asked + afterMs);
      previous = { total: says, day };
    }
    expect(character.acknowledged).toHaveLength(4);
  }
});

const school = sampleSchool({ seed: 3, branches: 5, members: 12, asOf: "2025-12-31" });

test("a cast has every kind, and who is not registered is silent", () => {
  const characters = cast(school);

  expect(characters.size).toBe(60);
  expect(new Set([...characters.values()].map(({ kind }) => kind))).toEqual(new Set(characterKinds));
  const unregistered = school.everybody.find(({ state }) => state === "未注册");
  expect(characters.get(unregistered?.account ?? "")?.kind).toBe("silent");
});

test("whom the script names has the script's kind, whatever the seed", () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const { account } = school.everybody[7]!;

    expect(cast({ ...school, seed }, new Map([[account, "mute"]])).get(account)?.kind).toBe("mute");
  }
});

test("the same seed and the same messages give the same plans", () => {
  const play = () =>
    [...cast(school).values()].map((character) => [
      character.kind,
      character.onMessage(QUESTION, ASKED),
      character.onMessage("没有读到积分", CLOSES - HOUR),
      character.onMessage("通报", CLOSES + 24 * HOUR),
    ]);

  expect(play()).toEqual(play());
});
