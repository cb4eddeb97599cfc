import { addDays, firstDay, type Instant, instantAt, type Quarter } from "../domain/calendar.ts";
import { roundsIn } from "../store/rounds.ts";
import type { Rehearsal } from "./rehearsal.ts";

const HOUR = 3_600_000;
const MARK = "【试运行】";
/** So much is said too much in the trial: wherever it were believed, it would show. */
const TOO_MUCH = 900;

/** Two members try the bot out before the quarter's first day; what was said then is held against all that comes. */
export interface Trial {
  readonly quarter: Quarter;
  readonly accounts: readonly string[];
  readonly from: Instant;
  /** When nothing of it may be left. */
  readonly until: Instant;
  readonly said: number;
}

export async function playTrial(rehearsal: Rehearsal, quarter: Quarter): Promise<Trial | undefined> {
  const { objectors, dotted, school } = rehearsal.script;
  const first = objectors.get(school.list[0]!.name)?.[0];
  if (first === undefined || dotted === undefined) return undefined;
  const accounts = [first, dotted.colleague];
  const from = instantAt(addDays(firstDay(quarter), 4), "10:00");
  await rehearsal.passUntil(from);
  await rehearsal.command("round", "open", "--trial", "--members", accounts.join(","), "--close", "+4h");
  await rehearsal.passUntil(from + 3 * HOUR);
  const said = rehearsal.cast.get(dotted.colleague)!.totalAt(from) + TOO_MUCH;
  await rehearsal.say(dotted.colleague, String(said));
  await rehearsal.passUntil(from + 4 * HOUR);
  const until = from + 30 * HOUR;
  await rehearsal.passUntil(until);
  return { quarter, accounts, from, until, said };
}

/** Whoever took part saw that it was a trial, nobody else saw anything, and nothing is left but that it was. */
export async function checkTrial(
  { workspace, services, command }: Rehearsal,
  { accounts, from, until, said }: Trial,
  expect: (holds: boolean, sentence: string) => void,
): Promise<void> {
  const during = workspace.record.sent(from).filter(({ arrival }) => arrival.at <= until);
  for (const account of accounts) {
    const texts = during.filter(({ to }) => to === account).map(({ arrival }) => arrival.text ?? "");
    const unmarked = texts.filter((text) => !text.startsWith(MARK));
    expect(texts.length >= 3, `${account} heard ${texts.length} messages of the trial`);
    expect(unmarked.length === 0, `${account} heard in the trial without a mark: ${unmarked[0]}`);
  }
  const others = during.filter(({ to, arrival }) => !accounts.includes(to) && arrival.text?.includes(MARK) === true);
  expect(others.length === 0, `${others.map(({ to }) => to).join()} heard of the trial`);
  const answered = during.some(
    ({ arrival }) => arrival.via === "passive" && arrival.text?.includes(String(said)) === true,
  );
  expect(answered, `the trial did not record ${said}`);

  const left = tracesOf(services.db.$client, said);
  expect(left.length === 0, `${said}, said in the trial, is left in ${left.join()}`);
  const audit = await command("audit", "show");
  expect(audit.includes("trial.open"), "the audit log does not know of the trial");
}

/** Later words that could come from the trial: its figure, or a date of it as that of a former total. */
export function checkTrialIsForgotten(
  { workspace }: Rehearsal,
  { accounts, until, said }: Trial,
  expect: (holds: boolean, sentence: string) => void,
): void {
  for (const { to, arrival } of workspace.record.sent(until)) {
    expect(arrival.text?.includes(`${said} 分`) !== true, `${to} was shown ${said} of the trial: ${arrival.text}`);
    if (!accounts.includes(to)) continue;
    const doubted = arrival.via === "passive" && arrival.text?.includes("低于上次") === true;
    expect(!doubted, `${to} was measured by the trial: ${arrival.text}`);
  }
}

type Client = Rehearsal["services"]["db"]["$client"];

/** Tables and columns that hold this number, alone or as points in a text. */
function tracesOf(client: Client, number: number): string[] {
  const tables = client.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
  return tables.flatMap((table) => {
    const columns = client.prepare(`select name from pragma_table_info('${table}')`).pluck().all() as string[];
    return columns.flatMap((column) => {
      const found = client
        .prepare(`select count(*) from "${table}" where "${column}" = ? or "${column}" like ? or "${column}" = ?`)
        .pluck()
        .get(number, `%${number} 分%`, String(number));
      return found === 0 ? [] : [`${table}.${column}`];
    });
  });
}

/** While people are asked in earnest, a trial is refused. */
export async function tryDuringRound(rehearsal: Rehearsal, { accounts }: Trial, end: Instant): Promise<string[]> {
  while (rehearsal.now() < end && roundsIn(rehearsal.services.db, "open").length === 0) {
    await rehearsal.passUntil(rehearsal.nextHappening());
  }
  try {
    await rehearsal.command("round", "open", "--trial", "--members", accounts.join(","));
    return ["a trial was opened beside a round"];
  } catch (error) {
    return /正式的考核/.test((error as Error).message) ? [] : [`a trial beside a round: ${(error as Error).message}`];
  }
}
