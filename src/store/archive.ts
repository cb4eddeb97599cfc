import type { Instant } from "../domain/calendar.ts";
import { record } from "./audit.ts";
import type { Database } from "./database.ts";
import type { Member } from "./members.ts";
import { deletePictures } from "./spot-checks.ts";
import { changeSummary, type Summary } from "./summaries.ts";

/** Closes a published summary: what was needed only to check its figures is deleted. In the caller's transaction. */
export function archiveSummary(db: Database, summary: Summary, by: Member | "clock", at: Instant): Summary {
  const { quarter, version, policyId } = summary;
  const archived = { state: "archived", changedAt: at } as const;
  changeSummary(db, summary, { ...archived, changedBy: by === "clock" ? null : by.account });
  const pictures = deletePictures(db, quarter);
  record(db, {
    at,
    actor: by === "clock" ? "clock" : `member:${by.id}`,
    act: "summary.archive",
    subject: `summary:${quarter}`,
    detail: { version, policy: policyId, pictures },
  });
  return { ...summary, ...archived };
}
