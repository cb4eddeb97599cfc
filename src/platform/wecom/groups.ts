import { type GroupForm, PlatformError, type Recipients } from "../platform.ts";

const GROUP = /^(appchat|webhook):([\w-]{1,64})$/;

export const groupForm: GroupForm = {
  form: "appchat:群ID 或 webhook:机器人KEY",
  fits: (target) => GROUP.test(target),
};

/** An application chat (page 90248) or a group's robot (page 99110). */
export function groupOf(target: string): { kind: "appchat" | "webhook"; id: string } {
  const match = GROUP.exec(target);
  if (match === null) throw new PlatformError("recipient", "the group target is not appchat:… or webhook:…");
  return { kind: match[1] as "appchat" | "webhook", id: match[2]! };
}

export function isRobot(to: Recipients): to is Extract<Recipients, { kind: "group" }> {
  return to.kind === "group" && groupOf(to.target).kind === "webhook";
}
