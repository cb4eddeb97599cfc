import { describe, expect, test } from "vitest";
import { claimBatch, type Outcome, settleBatch } from "../../src/store/batches.ts";
import { formBatches, openBatches } from "../../src/store/due-batches.ts";
import { dump } from "../support/dump.ts";
import { aCli, aSchool, type Cli } from "./a-cli.ts";

const limits = { membersPerCall: 1000, perMemberMinute: 25, perGroupMinute: 20, perDay: 1_000_000 };

/** A question to 陆一 and 方圆, asked at ten, of which this became a second later. */
async function aDelivery(outcome: Outcome): Promise<Cli> {
  const cli = aCli();
  cli.roster(aSchool);
  cli.db.$client.exec("update members set greeted_at = 0");
  await cli.json("round", "open", "--branch", "第三党支部", "--reason", "抽测");
  cli.db.$client.exec("update deliveries set state = 'sent', sent_at = 0 where key not like 'ask-%'");
  const now = cli.clock.now();
  while (formBatches(cli.db, limits, now, now));
  const batch = claimBatch(cli.db, openBatches(cli.db, now)[0]!, "test", now)!;
  cli.clock.pass(1000);
  settleBatch(cli.db, batch, outcome, cli.clock.now());
  return cli;
}

async function asks(cli: Cli, ...words: string[]): Promise<{ id: number; to: string }[]> {
  const lines = (await cli.json("outbox", "list", ...words)) as { id: number; key: string; to: string }[];
  return lines.filter(({ key }) => key.startsWith("ask-"));
}

describe("outbox list", () => {
  test("shows every delivery; what is not known is null", async () => {
    const cli = await aDelivery({ kind: "sent", refused: new Map([[8, "不在可见范围"]]) });

    const common = {
      key: expect.stringMatching(/^ask-\d+-\d+$/),
      attempts: 1,
      plannedAt: "2026-11-18T10:00:00+08:00",
      notBefore: "2026-11-18T10:00:00+08:00",
      expiresAt: "2026-11-18T21:00:00+08:00",
    };
    expect(await asks(cli)).toEqual([
      { id: 7, to: "Fang", state: "sent", error: null, sentAt: "2026-11-18T10:00:01+08:00", ...common },
      { id: 8, to: "lu", state: "refused", error: "不在可见范围", sentAt: null, ...common },
    ]);
  });

  test("shows those in a state where one is named", async () => {
    const cli = await aDelivery({ kind: "sent", refused: new Map([[8, "不在可见范围"]]) });

    expect(await asks(cli, "--state", "refused")).toMatchObject([{ to: "lu" }]);
    expect(await cli.json("outbox", "list", "--state", "unknown")).toEqual([]);
  });

  test("shows no text of a message: that is between the bot and its reader", async () => {
    const cli = await aDelivery({ kind: "unknown", error: "超时" });

    const { out } = await cli.bot("outbox", "list");

    expect(out).toMatch(/unknown +1 +lu +ask-\d+-9 +超时/);
    expect(out).not.toContain("成长总积分");
  });
});

describe("outbox resolve", () => {
  test.each([
    ["sent", "已记为送达", { state: "sent", sentAt: "2026-11-18T10:00:01+08:00" }],
    ["resend", "将重新发送", { state: "planned", sentAt: null, error: null, expiresAt: null }],
  ])("%s: what nobody could say, a person says: %s", async (as, said, expected) => {
    const cli = await aDelivery({ kind: "unknown", error: "超时" });
    const [, { id }] = (await asks(cli)) as [unknown, { id: number }];

    const { code, out } = await cli.bot("outbox", "resolve", `${id}`, as);

    expect(code).toBe(0);
    expect(out).toContain(said);
    expect((await asks(cli)).find((line) => line.id === id)).toMatchObject(expected);
    const row = cli.db.$client.prepare("select actor, act, subject from audit order by id desc").get();
    expect(row).toEqual({ actor: "operator", act: `outbox.${as}`, subject: `delivery:${id}` });
  });

  test.each(["sent", "resend"])("%s is refused the second time, and changes nothing", async (as) => {
    const cli = await aDelivery({ kind: "refused", error: "不在可见范围" });
    await cli.bot("outbox", "resolve", "7", as);
    const before = dump(cli.db);

    const { code, err } = await cli.bot("outbox", "resolve", "7", as);

    expect(code).toBe(1);
    expect(err).toBe("送达 7 不存在，或状态不是 unknown、refused，或内容已过保存期限而删除。");
    expect(dump(cli.db)).toEqual(before);
  });
});
