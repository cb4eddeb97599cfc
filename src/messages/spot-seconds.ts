import { points } from "./format.ts";

export interface WantedSecond {
  readonly branch: string;
  readonly name: string;
  readonly from: number | null;
  readonly to: number;
  readonly by: string;
  readonly reason: string | undefined;
  readonly picture: boolean;
}

/** To those who may second it, who see the figures of the branch. */
export function secondWanted({ branch, name, from, to, by, reason, picture }: WantedSecond): string {
  const grounds = [...(picture ? ["已发来截图"] : []), ...(reason === undefined ? [] : [`理由：${reason}`])];
  return [
    `【抽查复核】${by}同志提出将${branch} ${name}同志的 ${points(from)}改为 ${to} 分（${grounds.join("；")}）。`,
    "这一更改会使谈话名单上减少人员，须由第二人复核后生效。",
    `核对后请回复“不符 ${name} ${to}”；不予更改请回复“属实 ${name}”。`,
  ].join("\n");
}

export const waitsForSecond = (name: string, to: number, seconders: string) =>
  `${name}同志改为 ${to} 分会使谈话名单上减少人员，须由${seconders}复核，已转告；复核前统计表不变。如需收回，请回复“属实 ${name}”。`;
export const noGround = (name: string, total: number) =>
  `${name}同志还没有发来截图，改数请写明理由，例如：不符 ${name} ${total} 本人当面出示了手机页面。`;
export const reasonTooLong = (most: number) => `理由请控制在 ${most} 字以内，没有登记。请精简后重新发送。`;
export const proposalDropped = (name: string) => `已登记：${name}同志的数字属实，等待复核的更改不再进行。`;

/** To who proposed it. */
export const seconded = (name: string, by: string, version: number) =>
  `【抽查复核】您提出的${name}同志的更改已由${by}同志复核，统计表更新为第 ${version} 版。`;
export const notSeconded = (name: string, by: string) =>
  `【抽查复核】您提出的${name}同志的更改，经${by}同志核对未予采纳，统计表不变。`;
