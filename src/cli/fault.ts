/** What is wrong with a file, where, and what to do about it; both texts without closing mark. */
export interface Fault {
  /** As Excel numbers it; null: the file as a whole. */
  readonly line: number | null;
  /** The heading as the file writes it. */
  readonly column: string | null;
  readonly problem: string;
  readonly remedy: string;
}

/** Says what is wrong with a cell and returns the undefined that stands for its value. */
export type Report = (problem: string, remedy: string) => undefined;

export function fileFault(problem: string, remedy: string, line: number | null = null): Fault {
  return { line, column: null, problem, remedy };
}

export function isFault(outcome: object): outcome is Fault {
  return "problem" in outcome;
}

/** `第 12 行“账号”：没有填写。请填上账号。` */
export function faultText({ line, column, problem, remedy }: Fault): string {
  const place = `${line === null ? "" : `第 ${line} 行`}${column === null ? "" : `“${column}”`}`;
  return `${place}${place && "："}${problem}。${remedy}。`;
}

/** The first hundred, and a last one that counts the others. */
export function firstFaults(faults: readonly Fault[]): readonly Fault[] {
  if (faults.length <= 100) return faults;
  return [...faults.slice(0, 100), fileFault(`另有 ${faults.length - 100} 处`, "请先改好以上各处，再试一次")];
}
