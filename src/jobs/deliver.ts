import { type ActServices, actOf, holders, tell } from "../acts/act.ts";
import { OFFICE } from "../domain/access.ts";
import { dayOf, type Instant, instantAt } from "../domain/calendar.ts";
import { sendingResumed } from "../messages/office.ts";
import type { RenderDocument } from "../papers/papers.ts";
import {
  type OutboundMessage,
  type Platform,
  PlatformError,
  type PlatformErrorClass,
  type Recipients,
} from "../platform/platform.ts";
import type { Services } from "../services.ts";
import {
  abandonedBatches,
  type ClaimedBatch,
  claimBatch,
  forgetUpload,
  type Outcome,
  saveUpload,
  settleBatch,
  uploadOf,
} from "../store/batches.ts";
import { transaction, whenFree } from "../store/database.ts";
import { formBatches, openBatches } from "../store/due-batches.ts";
import { countMembers } from "../store/members.ts";
import { clearSetting, setSetting, setting } from "../store/settings.ts";

export type DeliverServices = ActServices & Pick<Services, "platform" | "log" | "process">;

/** The only way out for deliveries. */
export interface Deliverer {
  /** What can be sent now, as ids for `deliver`; empty while sending is paused. */
  due(): Promise<number[]>;
  /**
   * Sends one batch and writes down what became of each recipient. Does nothing when somebody else has it, or while
   * sending is paused: a wrong secret must not be tried once for each batch.
   */
  deliver(batchId: number): Promise<void>;
}

export function openDeliverer(services: DeliverServices, render: RenderDocument): Deliverer {
  const { db, platform, log, process } = services;
  const underWay = new Set<number>();

  return {
    async due() {
      const now = services.now();
      if (await isPaused(services)) return [];
      for (const batch of abandonedBatches(db, process, underWay, now)) {
        log.warn({ batch: batch.id }, "a batch was left half-sent");
        settleBatch(db, batch, repeated(platform, batch, now, "中断，结果不明"), now);
      }
      const { membersPerCall, perMemberMinute, perGroupMinute, perAccountDay } = platform.limits;
      const perDay = perAccountDay * countMembers(db);
      const limits = { membersPerCall, perMemberMinute, perGroupMinute, perDay };
      while (formBatches(db, limits, now, instantAt(dayOf(now)))) await yieldToMessages();
      return openBatches(db, now);
    },
    async deliver(batchId) {
      if (setting(db, "sendingPaused") !== undefined) return;
      const batch = await whenFree(() => claimBatch(db, batchId, process, services.now()));
      if (batch === undefined) return;
      underWay.add(batchId);
      try {
        const outcome = await attempt(services, render, batch);
        await whenFree(() => settleBatch(db, batch, outcome, services.now()));
      } finally {
        underWay.delete(batchId);
      }
    },
  };
}

const yieldToMessages = () => new Promise<void>((resolve) => setImmediate(resolve));

async function attempt(services: DeliverServices, render: RenderDocument, batch: ClaimedBatch): Promise<Outcome> {
  const { platform, log } = services;
  if (batch.deliveries.length === 0) return { kind: "sent", refused: new Map() };
  if (batch.uncertain && !isRecognised(platform, batch, services.now())) {
    return { kind: "unknown", error: "结果不明，且已过可安全重发的时间" };
  }
  const to = recipientsOf(batch);
  let message: OutboundMessage;
  try {
    message = await outbound(services, render, batch, to);
  } catch (error) {
    return await whenFree(() => failure(services, batch, beforeSending(error, batch)));
  }
  try {
    const { refused } = await platform.send(to, message, repeatWindow(platform, batch.id));
    log.info({ batch: batch.id, recipients: batch.deliveries.length, refused: refused.length }, "sent");
    const reasons = new Map(refused.map(({ account, reason }) => [account, reason]));
    const byDelivery = batch.deliveries.flatMap(({ id, account }) => {
      const reason = account === null ? undefined : reasons.get(account);
      return reason === undefined ? [] : [[id, reason] as const];
    });
    return { kind: "sent", refused: new Map(byDelivery) };
  } catch (error) {
    const failed = error instanceof PlatformError ? error : wrapped("unknown", error);
    return await whenFree(() => failure(services, batch, failed));
  }
}

function recipientsOf({ deliveries }: ClaimedBatch): Recipients {
  const target = deliveries[0]!.groupTarget;
  if (target !== null) return { kind: "group", target };
  return { kind: "members", accounts: deliveries.map(({ account }) => account!) };
}

/** A document that cannot be made after so many attempts is refused, for it holds up what comes after it. */
const MOST_ATTEMPTS_TO_MAKE = 8;

/** Nothing has been sent yet, so whatever went wrong may be tried again. */
function beforeSending(error: unknown, batch: ClaimedBatch): PlatformError {
  if (!(error instanceof PlatformError)) {
    return wrapped(attempts(batch) < MOST_ATTEMPTS_TO_MAKE ? "retry" : "content", error);
  }
  return error.class === "unknown" ? wrapped("retry", error) : error;
}

function wrapped(cls: PlatformErrorClass, cause: unknown): PlatformError {
  return new PlatformError(cls, cause instanceof Error ? cause.message : String(cause), { cause });
}

async function outbound(
  { db, platform, now }: DeliverServices,
  render: RenderDocument,
  { message, messageHash }: ClaimedBatch,
  to: Recipients,
): Promise<OutboundMessage> {
  if (message.kind === "text") return message;
  const file = await render(message);
  if (!platform.needsUpload(to, file)) return { kind: "file", file, handle: undefined };
  const key = uploadKey(platform, messageHash, to);
  const known = uploadOf(db, key);
  if (known !== undefined && now() - known.uploadedAt < platform.limits.uploadLifeMs) {
    return { kind: "file", file, handle: known.handle };
  }
  const handle = await platform.upload(to, file);
  await whenFree(() => saveUpload(db, key, handle, now()));
  return { kind: "file", file, handle };
}

function uploadKey(platform: Platform, messageHash: string, to: Recipients): string {
  const scope = platform.uploadScope(to);
  return scope === "" ? messageHash : `${messageHash}-${scope}`;
}

/** What a failed call means for the batch. */
function failure(services: DeliverServices, batch: ClaimedBatch, error: PlatformError): Outcome {
  const { db, platform, log } = services;
  const now = services.now();
  const { message } = error;
  log.warn({ batch: batch.id, class: error.class, code: error.code, error: message }, "not sent");
  switch (error.class) {
    case "retry":
      return again(platform, batch, now + (error.retryAfterMs ?? backoff(batch)), message);
    case "stale-upload":
      forgetUpload(db, uploadKey(platform, batch.messageHash, recipientsOf(batch)));
      // With another upload it would be another request.
      if (batch.uncertain) return { kind: "unknown", error: message };
      return again(platform, batch, now + (attempts(batch) > 1 ? backoff(batch) : 0), message);
    case "unknown":
      return repeated(platform, batch, now + backoff(batch), message);
    case "recipient":
    case "content":
      return { kind: "refused", error: message };
    case "configuration":
      pause(services, message);
      return again(platform, batch, now, message);
    default:
      return error.class satisfies never;
  }
}

/** Not accepted this time; but an earlier attempt may have been, so what is uncertain is repeated as it was. */
function again(platform: Platform, batch: ClaimedBatch, at: Instant, error: string): Outcome {
  return batch.uncertain ? repeated(platform, batch, at, error) : { kind: "postponed", until: at, error };
}

/** Repeated only where and while the platform recognises a repetition; else a person decides. */
function repeated(platform: Platform, batch: ClaimedBatch, at: Instant, error: string): Outcome {
  return isRecognised(platform, batch, at) ? { kind: "repeat", at, error } : { kind: "unknown", error };
}

/** From the claim to the end of the call, a picture and its upload included. */
const LONGEST_ATTEMPT_MS = 2 * 60_000;

function isRecognised(platform: Platform, batch: ClaimedBatch, at: Instant): boolean {
  const toMembers = batch.deliveries[0]?.groupTarget === null;
  return toMembers && at + LONGEST_ATTEMPT_MS < batch.firstAttemptAt + repeatWindow(platform, batch.id);
}

/**
 * How long the platform recognises this batch's request. It differs from batch to batch, so that an equal text to the
 * same people, planned later on purpose, is another request.
 */
function repeatWindow({ limits }: Platform, batchId: number): number {
  if (limits.duplicateWindowMs === 0) return 0;
  return limits.duplicateWindowMs - (batchId % 3600) * 1000;
}

function attempts({ deliveries }: ClaimedBatch): number {
  return Math.max(0, ...deliveries.map((delivery) => delivery.attempts));
}

/** 2 s, 4 s, … at most 5 minutes. */
function backoff(batch: ClaimedBatch): number {
  return Math.min(300_000, 1000 * 2 ** Math.min(attempts(batch), 12));
}

const FIRST_PROBE_MS = 5 * 60_000;
const LAST_PROBE_MS = 3_600_000;

/** Sending stands still until the platform takes our credentials again; nothing is dropped. */
function pause({ db, now, log }: DeliverServices, reason: string): void {
  if (setting(db, "sendingPaused") !== undefined) return;
  const since = now();
  setSetting(db, "sendingPaused", { reason, since, probeAt: since + FIRST_PROBE_MS, waitMs: FIRST_PROBE_MS });
  log.error({ reason }, "sending is paused until the platform's configuration is mended");
}

/** Asks the platform now and then whether it has been mended: seldom, for a wrong secret too often given blocks the address. */
async function isPaused(services: DeliverServices): Promise<boolean> {
  const { db, platform, log } = services;
  const paused = setting(db, "sendingPaused");
  if (paused === undefined) return false;
  const now = services.now();
  if (now < paused.probeAt) return true;
  try {
    await platform.check();
  } catch (error) {
    const waitMs = Math.min(LAST_PROBE_MS, paused.waitMs * 2);
    const reason = error instanceof PlatformError && error.class === "configuration" ? error.message : paused.reason;
    // Only the writing is repeated while another process writes, never the probe.
    await whenFree(() => setSetting(db, "sendingPaused", { ...paused, reason, probeAt: now + waitMs, waitMs }));
    return true;
  }
  log.info("sending goes on");
  const resume = () => {
    clearSetting(db, "sendingPaused");
    const act = actOf(services);
    tell(act, `resumed-${paused.since}`, holders(act, OFFICE), sendingResumed(paused.reason, paused.since));
  };
  await whenFree(() => transaction(db, resume));
  return false;
}

/** A new start may be the mending: what stood still is tried at once. */
export function tryAgainNow({ db, now }: Pick<Services, "db" | "now">): void {
  const paused = setting(db, "sendingPaused");
  if (paused !== undefined) setSetting(db, "sendingPaused", { ...paused, probeAt: now() });
}
