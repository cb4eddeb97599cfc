import { dayOf } from "../domain/calendar.ts";
import { outsideQuietHours, type Policy } from "../domain/policy.ts";
import type { Duty } from "../domain/roster.ts";
import type { Services } from "../services.ts";
import { holdersOf } from "../store/members.ts";
import { plan } from "../store/outbox.ts";

/** Plans one text to everybody who holds one of these duties, of one branch or of the school, outside the quiet hours. */
export function announce(
  { db, now }: Pick<Services, "db" | "now">,
  policy: Policy,
  key: string,
  duties: readonly (readonly Duty[])[],
  text: string,
  branchId?: number,
): void {
  const instant = now();
  const notBefore = outsideQuietHours(policy.parameters.quietHours, instant);
  for (const { id } of holdersOf(db, duties.flat(), dayOf(instant), branchId)) {
    const to = { kind: "member", memberId: id } as const;
    plan(db, { key: `${key}-${id}`, to, message: { kind: "text", text }, notBefore }, instant);
  }
}
