import type { Message } from "../domain/delivery.ts";
import { outsideQuietHours } from "../domain/policy.ts";
import { plan } from "../store/outbox.ts";
import type { Turn } from "./turn.ts";

/** Plans a message to members, outside the quiet hours; once for each message that is being answered. */
export function tell(
  { db, now, policy, key }: Turn,
  what: string,
  members: readonly { readonly id: number }[],
  message: Message | string,
): void {
  const said: Message = typeof message === "string" ? { kind: "text", text: message } : message;
  const notBefore = outsideQuietHours(policy.parameters.quietHours, now);
  for (const { id } of members) {
    plan(db, { key: `${what}-${key}-${id}`, to: { kind: "member", memberId: id }, message: said, notBefore }, now);
  }
}
