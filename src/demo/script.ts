import type { CharacterKind } from "../simulator/characters.ts";
import type { School, SchoolMember } from "../simulator/school.ts";

/** Who does what in a rehearsal, whatever the seed: what it must show is not left to luck. Parts are accounts. */
export interface Script {
  /** The sample school, with the people whom the script needs. */
  readonly school: School;
  readonly kinds: ReadonlyMap<string, CharacterKind>;
  /** By branch: whoever find the own figure wrong when it is the branch's turn; in the third quarter three of them. */
  readonly objectors: ReadonlyMap<string, readonly string[]>;
  readonly dotted: Dotted | undefined;
  readonly lonely: Lonely | undefined;
  /** What a school of this size cannot show; empty for one that is large enough. */
  readonly leftOut: readonly string[];
}

/** A member whose name has a dot, which others write in their own way. */
export interface Dotted {
  readonly account: string;
  readonly name: string;
  /** Reports for this member. */
  readonly commissioner: string;
  /** Sends this member's total as if it were an answer to the question. */
  readonly colleague: string;
}

/** A branch whose secretary is its only officer, and has its lowest total. */
export interface Lonely {
  readonly branch: string;
  readonly secretary: string;
}

/** With U+00B7, as 民委发〔2016〕33号 has it. */
const DOTTED_NAME = "阿依古丽·买买提";
/** One person's correction keeps an average back; three show what it was and is. */
const THIRD_QUARTER = 3;
const LOWEST_TOTAL = 300;
const ABSENT = ["未注册", "长期病假", "产假", "借调"];
const OFFICE = ["总管理", "执行管理", "学习管理员"];

/** The same parts for the same places of the roster. */
export function scriptFor(sample: School): Script {
  const lonely = lonelyBranch(sample);
  const everybody = lonely === undefined ? sample.everybody : sample.everybody.map((member) => among(member, lonely));
  const present = everybody.filter(({ state }) => !ABSENT.includes(state));
  const kinds = new Map<string, CharacterKind>();
  /** Who is still without a part, people without a duty first. */
  const free = (fits: (member: SchoolMember) => boolean) =>
    present
      .filter((member) => !kinds.has(member.account) && fits(member))
      .sort((a, b) => Number(a.duties.length > 0) - Number(b.duties.length > 0));
  const give = (kind: CharacterKind, member: SchoolMember | undefined) => {
    if (member !== undefined) kinds.set(member.account, kind);
    return member;
  };
  // Who is to be on the talk list has to report.
  give(
    "prompt",
    present.find(({ account }) => account === lonely?.secretary),
  );

  const objectors = new Map<string, string[]>();
  for (const [place, { name }] of sample.list.entries()) {
    // Nobody of the office answers the own objection.
    const suits = ({ branch, duties }: SchoolMember) =>
      branch === name && !duties.some((duty) => OFFICE.includes(duty));
    const some = place === (THIRD_QUARTER + 3) % sample.list.length ? free(suits).slice(0, 3) : free(suits).slice(0, 1);
    for (const member of some) give("prompt", member);
    objectors.set(
      name,
      some.map(({ account }) => account),
    );
  }
  const dotted = dottedMember(sample, everybody, free, give);
  const ordinary = () => free(({ duties }) => duties.length === 0)[0];
  const others = (["tardy", "correcting", "mute"] as const).map((kind) => give(kind, ordinary()));
  return {
    school: {
      ...sample,
      everybody: dotted === undefined ? everybody : withTheDot(everybody, dotted),
    },
    kinds,
    objectors,
    dotted,
    lonely,
    leftOut: [
      ...([...objectors.values()].some((some) => some.length === 0) || sample.members < 4
        ? ["异议与谈话的完整流程"]
        : []),
      ...(dotted === undefined ? ["带间隔号的姓名与代报"] : []),
      ...(others.includes(undefined) ? ["迟报、更正与始终不填报"] : []),
      ...(lonely === undefined ? ["只有支部书记一人的支委会"] : []),
    ],
  };
}

/** The last working branch of at least three, so that the others stay as they are. */
function lonelyBranch({ list, members, everybody }: School): Lonely | undefined {
  const working = list.filter(({ kind }) => kind === "working");
  const branch = working.at(-1)?.name;
  if (working.length < 3 || members < 8 || branch === undefined) return undefined;
  const secretary = everybody.find((one) => one.branch === branch && one.duties.includes("支部书记"))!;
  return { branch, secretary: secretary.account };
}

function among(member: SchoolMember, { branch, secretary }: Lonely): SchoolMember {
  if (member.branch !== branch || member.state === "未注册") return member;
  if (member.account === secretary) return { ...member, startTotal: LOWEST_TOTAL, startKnown: true, pace: 3 };
  const duties = member.duties.filter((duty) => duty !== "宣传委员" && duty !== "支委");
  return { ...member, duties, startTotal: Math.max(member.startTotal, LOWEST_TOTAL + 100) };
}

function dottedMember(
  { list }: School,
  everybody: readonly SchoolMember[],
  free: (fits: (member: SchoolMember) => boolean) => readonly SchoolMember[],
  give: (kind: CharacterKind, member: SchoolMember | undefined) => SchoolMember | undefined,
): Dotted | undefined {
  for (const { name } of list) {
    const [member, colleague] = free(({ branch, duties }) => branch === name && duties.length === 0);
    const commissioner = everybody.find((one) => one.branch === name && one.duties.includes("宣传委员"));
    if (member === undefined || colleague === undefined || commissioner === undefined) continue;
    give("mute", member);
    give("prompt", colleague);
    give("prompt", commissioner);
    return {
      account: member.account,
      name: DOTTED_NAME,
      commissioner: commissioner.account,
      colleague: colleague.account,
    };
  }
  return undefined;
}

/** The total stands so near the colleague's that nothing but the name shows whose it is. */
function withTheDot(everybody: readonly SchoolMember[], { account, colleague }: Dotted): SchoolMember[] {
  const { startTotal, pace } = everybody.find((one) => one.account === colleague)!;
  return everybody.map((one) => {
    if (one.account === account)
      return { ...one, name: DOTTED_NAME, startTotal: startTotal + 200, startKnown: true, pace };
    return one.account === colleague ? { ...one, startKnown: true } : one;
  });
}
