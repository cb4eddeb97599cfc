/** 我的数据.xlsx: all that is kept of one member, for that member. */
export interface OwnData {
  readonly name: string;
}

export async function ownDataWorkbook(_data: OwnData): Promise<Uint8Array> {
  throw new Error("not made yet");
}
