import { type Branch, updateBranch } from "../store/members.ts";
import { touchRoster } from "../store/roster.ts";
import { setSetting } from "../store/settings.ts";
import { type Act, record } from "./act.ts";

/** A branch's kind, and the group its posts go to. */
export function setBranch(act: Act, { id }: Branch, change: Partial<Pick<Branch, "kind" | "groupTarget">>): void {
  updateBranch(act.db, id, change);
  if (change.kind !== undefined) touchRoster(act.db);
  const detail = { kind: change.kind ?? null, group: change.groupTarget !== undefined };
  record(act, "branch.set", `branch:${id}`, detail);
}

/** Where school-wide posts go. */
export function setSchoolGroup(act: Act, target: string): void {
  setSetting(act.db, "schoolGroup", target);
  record(act, "group.set", "group:school");
}
