/** The four faces of an official document, each in every slot, so that digits and quotation marks match the text. */
export const fonts = {
  songTitle: face("方正小标宋_GBK"),
  fang: face("仿宋_GB2312"),
  kai: face("楷体_GB2312"),
  hei: face("黑体"),
  song: face("宋体"),
};

/**
 * None of the fonts may be shipped. Where one is missing, Word takes the first of its other names that is there
 * (`w:altName`).
 */
const otherNames: Readonly<Record<string, string>> = {
  方正小标宋_GBK: "方正小标宋简体,FZXiaoBiaoSong-B05S,小标宋体,华文中宋,STZhongsong,宋体,SimSun",
  仿宋_GB2312: "仿宋,FangSong,FangSong_GB2312,华文仿宋,STFangsong",
  楷体_GB2312: "楷体,KaiTi,KaiTi_GB2312,华文楷体,STKaiti",
  黑体: "SimHei,华文黑体,STHeiti",
  宋体: "SimSun,华文宋体,STSong",
};

/** `word/fontTable.xml`. */
export const fontTable = [
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`,
  `<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`,
  ...Object.entries(otherNames).map(
    ([name, others]) =>
      `<w:font w:name="${name}"><w:altName w:val="${others}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  ),
  `</w:fonts>`,
].join("");

function face(name: string) {
  // The hint makes “ ” and — full-width.
  return { ascii: name, hAnsi: name, eastAsia: name, cs: name, hint: "eastAsia" };
}
