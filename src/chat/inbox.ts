import { setImmediate } from "node:timers/promises";
import { type ActServices, memberActor } from "../acts/act.ts";
import { greet } from "../acts/greet.ts";
import { type Day, dayOf, type Instant } from "../domain/calendar.ts";
import { pages } from "../domain/delivery.ts";
import type { Policy } from "../domain/policy.ts";
import { failed, notOnRoster } from "../messages/replies.ts";
import type { InboundContent, InboundMessage } from "../platform/platform.ts";
import type { Services } from "../services.ts";
import { type Database, prepared, whenFree } from "../store/database.ts";
import { type Speaker, speakerBy, storedReply, storeMessage } from "../store/inbox.ts";
import { allBranches, memberNames } from "../store/members.ts";
import { plan } from "../store/outbox.ts";
import { policyOn } from "../store/policies.ts";
import { setting } from "../store/settings.ts";
import { trialPartOf } from "../store/trials.ts";
import { answer } from "./answer.ts";
import { choiceIn, namesMember } from "./choice.ts";
import { vocabulary } from "./commands.ts";
import { answerInTrial } from "./handlers/trial.ts";
import { type Intent, intentOf } from "./intent.ts";
import { clean } from "./read/clean.ts";
import { RosterNames } from "./read/names.ts";
import { read } from "./read/read.ts";
import type { ReadContext } from "./read/reading.ts";
import { type Turn, turnOf } from "./turn.ts";

/** What the inbox needs of the services. */
export interface InboxServices extends ActServices, Pick<Services, "log"> {
  /** The bot's own name in the workspace, for mentions. */
  readonly bot: string;
}

/**
 * The only way in for messages. Messages that arrive in the same event-loop turn are answered in one transaction,
 * each in its own savepoint, and none before the commit: a disk is waited for once instead of once a message.
 */
export interface Inbox {
  /** The reply, stored; undefined: nothing to say. Rejects when it could not be stored, and the platform may repeat. */
  submit(message: InboundMessage): Promise<string | undefined>;
  /** Resolves when everything submitted has been answered. */
  idle(): Promise<void>;
}

interface Waiting {
  readonly message: InboundMessage;
  /** By `performance.now()`. */
  readonly since: number;
  readonly resolve: (reply: string | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Bounds how long one transaction holds the event loop. */
const MESSAGES_A_TRANSACTION = 128;
/** Another process may be writing for so long since a message came; then the platform, which waits five seconds, is asked to come again. */
export const PATIENCE_MS = 4000;
/** Beyond it the platform is asked to come again, too. */
const MOST_WAITING = 20_000;

export function openInbox(services: InboxServices, onPlanned: () => void = () => {}): Inbox {
  const roster = rosterCache(services.db);
  const waiting: Waiting[] = [];
  let running = false;
  const idle: (() => void)[] = [];

  async function run(): Promise<void> {
    for (let first = true; waiting.length > 0; first = false) {
      if (!first) await setImmediate();
      await answerGroup(waiting.splice(0, MESSAGES_A_TRANSACTION));
    }
    running = false;
    for (const done of idle.splice(0)) done();
  }

  async function answerGroup(group: readonly Waiting[]): Promise<void> {
    const messages = group.map(({ message }) => message);
    const waited = performance.now() - group[0]!.since;
    try {
      const replies = await whenFree(() => answerTogether(services, roster, messages), PATIENCE_MS - waited);
      for (const [index, { resolve }] of group.entries()) resolve(replies[index]);
      onPlanned();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  return {
    submit(message) {
      if (waiting.length >= MOST_WAITING) return Promise.reject(new Error("too many messages are waiting"));
      const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
      waiting.push({ message, since: performance.now(), resolve, reject });
      if (!running) {
        running = true;
        void setImmediate().then(run);
      }
      return promise;
    },
    idle: () => (running ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
  };
}

function answerTogether(
  services: InboxServices,
  rosterNames: () => Roster,
  messages: readonly InboundMessage[],
): (string | undefined)[] {
  const { db } = services;
  const now = services.now();
  const run = (sql: string) => prepared(db, sql).run();
  run("begin immediate");
  try {
    const shared = { now, today: dayOf(now), policy: policyOn(db, dayOf(now)).policy, roster: rosterNames() };
    const replies = messages.map((message) => {
      run("savepoint message");
      try {
        return answerOne(services, shared, message);
      } catch (error) {
        if (isStorageFault(error)) throw error;
        run("rollback to message");
        services.log.error({ err: error, message: message.id }, "a message could not be handled");
        const nothing = { memberId: null, text: null, asked: false };
        storeMessage(db, { ...nothing, id: message.id, receivedAt: now, reply: failed });
        return failed;
      } finally {
        if (db.$client.inTransaction) run("release message");
      }
    });
    run("commit");
    return replies;
  } catch (error) {
    if (db.$client.inTransaction) run("rollback");
    throw error;
  }
}

/** The database itself refuses (disk full, locked, broken): nothing of it may be acknowledged. */
function isStorageFault(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" && /^SQLITE_(?!CONSTRAINT|ERROR|MISMATCH|RANGE|TOOBIG)/.test(code);
}

interface Shared {
  readonly now: Instant;
  readonly today: Day;
  readonly policy: Policy;
  readonly roster: Roster;
}

function answerOne(services: InboxServices, shared: Shared, message: InboundMessage): string | undefined {
  const { db } = services;
  const seen = storedReply(db, message.id);
  if (seen !== undefined) return seen.reply ?? undefined;

  const sender = speakerBy(db, message.account, shared.now);
  const { reply, asked } =
    sender === undefined
      ? { reply: strangerReply(message.content), asked: false }
      : memberReply(services, shared, sender, message);
  const [first = null, ...rest] = reply === undefined ? [] : pages(reply, services.textBytes);
  const text = message.content.kind === "text" ? message.content.text : null;
  const { id } = message;
  storeMessage(db, { id, memberId: sender?.id ?? null, receivedAt: shared.now, text, reply: first, asked });
  if (sender !== undefined) {
    for (const [index, page] of rest.entries()) {
      const to = { kind: "member", memberId: sender.id } as const;
      plan(db, { key: `reply-${id}-${index + 2}`, to, message: { kind: "text", text: page } }, shared.now);
    }
  }
  return first ?? undefined;
}

function strangerReply(content: InboundContent): string | undefined {
  return content.kind === "left" || content.kind === "entered" ? undefined : notOnRoster;
}

function memberReply(
  services: InboxServices,
  shared: Shared,
  sender: Speaker,
  message: InboundMessage,
): { readonly reply: string | undefined; readonly asked: boolean } {
  const actor = memberActor({ db: services.db, today: shared.today }, sender);
  // While anybody is asked in earnest there is no trial.
  const trial = sender.round === undefined ? trialPartOf(services.db, sender.id, shared.now) : undefined;
  const act = { ...services, ...shared, actor, key: message.id };
  const meant = (content: InboundContent, choice?: number) => {
    const turn = turnOf(act, sender, trial, choice);
    return { turn, intent: meaning(turn, services.bot, shared.roster, content) };
  };
  const { content } = message;
  const choice = content.kind === "text" ? choiceIn(act.db, sender.id, content.text, act.now) : undefined;
  const chosen = choice && meant({ kind: "text", text: choice.about }, choice.number);
  const { turn, intent } = chosen && namesMember(chosen.intent) ? chosen : meant(content);
  const isGreeted = sender.greetedAt !== null;
  if (intent === undefined || (isGreeted && intent.kind === "first contact")) {
    return { reply: undefined, asked: false };
  }
  const tried = trial && answerInTrial(turn, trial, intent);
  if (tried !== undefined) return { reply: tried, asked: turn.asked };
  const reply = answer(turn, intent);
  // Whoever has never been told what is kept and why is told with the first thing that the bot says.
  if (!isGreeted) greet(turn, [sender.id], reply);
  return { reply, asked: turn.asked };
}

function meaning(turn: Turn, bot: string, roster: Roster, content: InboundContent): Intent | undefined {
  switch (content.kind) {
    case "text":
    case "menu": {
      const text = content.kind === "text" ? content.text : content.key;
      const { sender, today } = turn;
      const context = { ...roster, me: sender.name, bot, today, previous: turn.previous };
      return intentOf(read(text, context, vocabulary), turn.question, () => clean(text, context).text);
    }
    case "image":
      return { kind: "picture", mediaId: content.mediaId };
    case "voice":
      return { kind: "no text", topic: "voice" };
    case "other":
      return { kind: "no text", topic: "other kind" };
    case "joined":
    case "entered":
      return { kind: "first contact" };
    case "left":
      return undefined;
    default:
      return content satisfies never;
  }
}

type Roster = Pick<ReadContext, "names" | "branches">;

/** The names of members and branches, read again only after an import. */
function rosterCache(db: Database): () => Roster {
  let version: number | undefined;
  let roster: Roster;
  return () => {
    const present = setting(db, "rosterVersion") ?? 0;
    if (present !== version) {
      roster = { names: new RosterNames(memberNames(db)), branches: new Set(allBranches(db).map(({ name }) => name)) };
      version = present;
    }
    return roster;
  };
}
