import type { RoundWindow } from "../acts/open-round.ts";
import { addDays, dayOf, type Instant, instantAt } from "../domain/calendar.ts";
import type { Policy } from "../domain/policy.ts";
import { InputError } from "./command.ts";
import { timeValue } from "./values.ts";

/** Of a round that is opened now, until `--close` or the policy's time. Throws InputError. */
export function windowFrom(policy: Policy, now: Instant, close: string | boolean | undefined): RoundWindow {
  if (typeof close !== "string") {
    const closesAt = usualClose(policy, now);
    const graceUntil = instantAt(addDays(dayOf(closesAt), 1), policy.parameters.round.grace);
    return { opensAt: now, closesAt, graceUntil };
  }
  const closesAt = timeValue(close, now);
  if (closesAt <= now) throw new InputError("截止时间已经过去，请写一个将来的时间，如 +30m。");
  // Who names a time means it: the grace of the policy belongs to its own closing time.
  return { opensAt: now, closesAt, graceUntil: closesAt };
}

/** The policy's closing time today when it is at least an hour off, else two hours from now. */
function usualClose({ parameters }: Policy, now: Instant): Instant {
  const usual = instantAt(dayOf(now), parameters.round.close);
  return usual - now >= 3_600_000 ? usual : now + 2 * 3_600_000;
}
