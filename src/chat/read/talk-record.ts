import type { TalkRecord } from "../../domain/talk.ts";

const LABELS: Readonly<Record<keyof TalkRecord, string>> = {
  place: "谈话地点|地点",
  content: "谈话主要内容|谈话内容|主要内容|内容",
  difficulties: "对方的困难与意见|困难与意见|困难和意见|困难|意见",
  measures: "帮助措施|措施|下一步",
};
const FIELDS = Object.keys(LABELS) as (keyof TalkRecord)[];
/** A label begins the note or a new part of it: «学习内容：…» within a sentence is none. */
const LABEL = new RegExp(
  `(?<![^\\s,，.。;；、])(?:${FIELDS.map((field) => `(${LABELS[field]})`).join("|")}) ?[:：]`,
  "g",
);
const AROUND = /^[\s,，;；、]+|[\s,，;；、]+$/g;

/**
 * «地点：… 内容：… 困难：… 措施：…» in any order, parts left out as one likes. What stands before the first label is
 * content too, and so is a note without labels; of parts given twice the second is added to the first.
 */
export function talkRecord(note: string): TalkRecord {
  const labels = [...note.matchAll(LABEL)];
  const record: { -readonly [field in keyof TalkRecord]: string } = {};
  function add(field: keyof TalkRecord, text: string): void {
    const words = text.replace(AROUND, "");
    if (words !== "") record[field] = record[field] === undefined ? words : `${record[field]}\n${words}`;
  }
  add("content", note.slice(0, labels[0]?.index));
  for (const [index, label] of labels.entries()) {
    const field = FIELDS[label.slice(1).findIndex((found) => found !== undefined)]!;
    add(field, note.slice(label.index + label[0].length, labels[index + 1]?.index));
  }
  return record;
}
