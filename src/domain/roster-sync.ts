import { spelledName } from "./names.ts";
import { accountKey } from "./roster.ts";

/** Somebody the roster knows; `branch` undefined: of no branch today, having left or not begun. */
export interface OnRoster {
  readonly account: string;
  readonly name: string;
  readonly branch: string | undefined;
}

export interface InDirectory {
  readonly account: string;
  readonly name: string;
  readonly department: string;
}

/** Each person stands in one of the lists: who seems to have another account is neither `left` nor `new`. */
export interface RosterDifferences {
  readonly left: readonly { readonly account: string; readonly name: string; readonly branch: string }[];
  readonly new: readonly InDirectory[];
  readonly renamed: readonly { readonly account: string; readonly name: string; readonly directoryName: string }[];
  readonly movedAccount: readonly { readonly from: string; readonly to: string; readonly name: string }[];
}

/** Compares; what follows from a difference is for people to say. */
export function differences(roster: readonly OnRoster[], directory: readonly InDirectory[]): RosterDifferences {
  const known = new Map(roster.map((member) => [accountKey(member.account), member]));
  const present = new Map(directory.map((entry) => [accountKey(entry.account), entry]));
  const left = roster.flatMap(({ account, name, branch }) =>
    branch === undefined || present.has(accountKey(account)) ? [] : { account, name, branch },
  );
  const arrived = directory.filter(({ account }) => !known.has(accountKey(account)));
  const movedAccount = movesAmong(left, arrived);
  const [from, to] = [new Set(movedAccount.map((move) => move.from)), new Set(movedAccount.map((move) => move.to))];
  return {
    left: left.filter(({ account }) => !from.has(account)),
    new: arrived.filter(({ account }) => !to.has(account)),
    renamed: roster.flatMap(({ account, name, branch }) => {
      const directoryName = present.get(accountKey(account))?.name;
      if (branch === undefined || directoryName === undefined || isWithheld(directoryName, account)) return [];
      return nameKey(directoryName) === nameKey(name) ? [] : { account, name, directoryName };
    }),
    movedAccount,
  };
}

/** One who left and one who is new of a name that nobody else among them has. */
function movesAmong(
  left: RosterDifferences["left"],
  arrived: readonly InDirectory[],
): RosterDifferences["movedAccount"] {
  const leftBy = Map.groupBy(left, ({ name }) => nameKey(name));
  const arrivedBy = Map.groupBy(arrived, ({ name }) => nameKey(name));
  return [...leftBy].flatMap(([key, [one, ...others]]) => {
    const [other, ...more] = arrivedBy.get(key) ?? [];
    if (one === undefined || other === undefined || others.length + more.length > 0) return [];
    return { from: one.account, to: other.account, name: one.name };
  });
}

/** As a roster file's names are compared: without dots and blanks, full and half width alike. */
function nameKey(name: string): string {
  return spelledName(name).replaceAll(/[·\s]/g, "");
}

/** The workspace may keep names from an app and give nothing, or the account, in their place. */
export function isWithheld(name: string, account: string): boolean {
  return nameKey(name) === "" || accountKey(name) === accountKey(account);
}
