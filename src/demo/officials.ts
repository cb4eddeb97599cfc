import type { Utterance } from "../simulator/characters.ts";
import type { School, SchoolMember } from "../simulator/school.ts";

const MINUTE = 60_000;

/** What people with a duty do when the bot tells them something: their part of the quarter, in chat. */
export function officials(school: School): (account: string, text: string) => Utterance[] {
  const holder = (duty: string): SchoolMember | undefined =>
    school.everybody.find(({ duties }) => duties.includes(duty));
  const office = holder("总管理");
  const secretary = holder("党委书记");
  const returned = new Set<string>();

  function says(afterMinutes: number, text: string): Utterance {
    return { kind: "text", afterMs: afterMinutes * MINUTE, text, says: undefined };
  }

  return (account, text) => {
    if (account === office?.account) {
      if (text.includes("汇总已生成")) return [says(20, "汇总"), says(40, "提交")];
      if (text.includes("退回：")) return [says(90, "提交")];
      if (text.includes("审核通过，回复“发布”")) return [says(25, "发布")];
    }
    if (account === secretary?.account && text.includes("请审核")) {
      const quarter = /\d{4}年第.季度/.exec(text)?.[0] ?? "";
      // Once a year something is sent back before it is approved.
      if (quarter.endsWith("二季度") && !returned.has(quarter)) {
        returned.add(quarter);
        return [says(60, "退回 请再核对离退休党支部人数")];
      }
      return [says(60, "通过")];
    }
    return [];
  };
}
