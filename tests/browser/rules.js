// What the tests ask a page about its own looks; each function returns what breaks the rule, in short.
window.rules = (() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const inShort = (element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 40)}`;
  const isHidden = (element) => !element.checkVisibility() || element.closest(".visually-hidden");
  const textNodes = function* (root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) yield walker.currentNode;
  };

  // Text with more Cyrillic letters than Latin ones that is marked as something written in Latin letters
  const wronglyMarkedCyrillic = () => [...textNodes(document.body)].filter((node) => {
    const letters = (pattern) => (node.data.match(pattern) || []).length;
    const isCyrillic = letters(/[\u0400-\u04ff]/g) > letters(/[a-z\u00c0-\u017f]/gi);
    return isCyrillic && !["mk", "sr-Cyrl"].includes(node.parentElement.closest("[lang]").lang);
  }).map((node) => node.data.trim());

  // What makes the page scroll sideways
  const sticksOut = () => document.documentElement.scrollWidth <= innerWidth ? [] : [document.documentElement.scrollWidth,
    ...all("body *").filter((each) => !isHidden(each) && each.getBoundingClientRect().right > innerWidth + 0.5).map(inShort)];

  // Words whose letters stand on more than one line
  const brokenWords = (selector) => {
    const broken = new Set(), range = document.createRange();
    for (const element of all(selector)) for (const node of textNodes(element)) {
      if (isHidden(node.parentElement)) continue;
      for (const word of node.data.matchAll(/[\p{L}\p{M}]+/gu)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const tops = [...range.getClientRects()].map((each) => each.top);
        if (Math.max(...tops) - Math.min(...tops) > 5) broken.add(word[0]);
      }
    }
    return [...broken];
  };

  // Targets of less than ``least`` pixels either way. A link within a sentence may be as high as its line; the label
  // of a box is hit with it.
  const smallTargets = (selector, least) => {
    const isInSentence = (each) => getComputedStyle(each).display === "inline"
      && each.closest("p, li, dd, td, small, .rich, .citation")?.textContent.trim() !== each.textContent.trim();
    return all(selector)
      .filter((each) => !isHidden(each) && !each.matches(".skip") && !isInSentence(each))
      .map((each) => each.closest("label") || each)
      .filter((each) => {
        const { width, height } = each.getBoundingClientRect();
        return width < least - 0.1 || height < least - 0.1;
      }).map(inShort);
  };

  // For the printer: controls that are still there, and text that is not
  const isShown = (each) => each.checkVisibility() && each.getBoundingClientRect().height > 1;
  const printedControls = () => all("button, select, textarea, input, nav, summary, form, .skip, .tools").filter(isShown).map(inShort);
  const unprintedText = () => all("main :is(h1, h2, h3, p, li, dt, dd, th, td, blockquote)")
    .filter((each) => each.textContent.trim() && !each.closest("nav, form, .tools, .visually-hidden") && !isShown(each)).map(inShort);

  return { wronglyMarkedCyrillic, sticksOut, brokenWords, smallTargets, printedControls, unprintedText };
})();
