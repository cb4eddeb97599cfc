import { resolveDelivery as resolve } from "../store/outbox.ts";
import { type Act, record } from "./act.ts";

/** A person's word on a delivery that the platform left open; false when its state does not need one. */
export function resolveDelivery(act: Act, id: number, as: "sent" | "resend"): boolean {
  const resolved = resolve(act.db, id, as, act.now);
  if (resolved) record(act, `outbox.${as}`, `delivery:${id}`);
  return resolved;
}
