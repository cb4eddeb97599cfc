import type { Right } from "../domain/access.ts";
import type { SchoolMember } from "../simulator/school.ts";
import { type Rehearsal, STRANGER } from "./rehearsal.ts";

interface Attempt {
  readonly right: Right;
  /** Changes nothing any more when the quarter is over. */
  readonly words: string;
  readonly granted: string;
  /** Nobody with one of these duties is asked to be refused. */
  readonly holders: readonly string[];
}

const OFFICE = ["总管理", "执行管理", "学习管理员"];
const COMMITTEE = ["党委书记", "党委委员"];

/** The table of rights once more, by the words that use a right: a second opinion on `domain/access`. */
const attempts: readonly Attempt[] = [
  {
    right: "branch progress",
    words: "进度",
    granted: "宣传委员",
    holders: ["支部书记", "宣传委员", "支委", ...OFFICE],
  },
  {
    right: "branch talks",
    words: "谈话名单",
    granted: "支部书记",
    holders: ["支部书记", "宣传委员", "支委", "党委书记"],
  },
  { right: "confirm for branch", words: "抽查名单", granted: "宣传委员", holders: ["支部书记", "宣传委员", ...OFFICE] },
  { right: "school administration", words: "异议名单", granted: "学习管理员", holders: OFFICE },
  { right: "school summary", words: "汇总", granted: "党委委员", holders: [...OFFICE, ...COMMITTEE] },
  { right: "submit and publish", words: "提交", granted: "总管理", holders: OFFICE },
  { right: "approve and return", words: "通过", granted: "党委书记", holders: ["党委书记"] },
  {
    right: "low branches' talks",
    words: "支部谈话名单",
    granted: "党委书记",
    holders: ["党委书记", "支部书记", "宣传委员", "支委"],
  },
];

/** Each right is used by somebody who has it and refused to somebody who has not; what is everybody's, to strangers. */
export async function checkRights(
  { school, say, workspace }: Rehearsal,
  expect: (holds: boolean, sentence: string) => void,
): Promise<void> {
  const among = (fits: (member: SchoolMember) => boolean) => school.everybody.find(fits);
  for (const { right, words, granted, holders } of attempts) {
    const holder = among(({ duties }) => duties.includes(granted));
    const other = among(({ duties }) => !duties.some((duty) => holders.includes(duty)));
    if (holder !== undefined) {
      const reply = (await say(holder.account, words)) ?? "";
      expect(reply !== "" && !reply.includes("无权"), `${right} is denied to ${granted}: ${reply}`);
    }
    if (other !== undefined) {
      const reply = (await say(other.account, words)) ?? "";
      expect(reply.includes("无权"), `${right} is not refused to ${other.account}: ${reply}`);
    }
  }
  const member = among(({ duties }) => duties.length === 0) ?? school.everybody[0]!;
  for (const words of ["我的积分", "排名", "办法", "为什么我在谈话名单", "隐私", "帮助"]) {
    const reply = (await say(member.account, words)) ?? "";
    expect(reply !== "" && !/无权|没有处理成功/.test(reply), `${words} is not answered: ${reply}`);
  }
  const stranger = await workspace.say(STRANGER, "排名");
  expect(stranger.reply?.includes("不在名单") === true, `a stranger is told ${stranger.reply}`);
}
