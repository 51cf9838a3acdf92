"""What a laid-out page does wrong that no text of it says: words cut off, and words over words.

`faults(page)` looks at what is seen now, at the window's size; so one page is loaded once, resized, and
looked at again. For every page, not for the wall alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Of every run of text its lines as boxes, cut down to what the boxes around let through. A line that
# loses some of its height or width to a box that hides what overflows is cut off, unless that box ends
# it with dots; what reaches beyond the padding of the page's main part stands in the margin; two lines of different elements that share more than a hair stand over each other.
_LOOK = """(within) => {
  const faults = [], hair = 1.5, lines = [];
  const shown = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const name = (e, text) => `${text.trim().slice(0, 40)} [${e.id || e.className.baseVal || e.className || e.tagName}]`;
  const scrolled = e => {
    for (let box = e; box && box !== document.body; box = box.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const root = document.querySelector(within), main = root.querySelector('main') || root;
  const page = getComputedStyle(main), edge = main.getBoundingClientRect();
  const left = edge.left + parseFloat(page.paddingLeft), right = edge.right - parseFloat(page.paddingRight);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || !shown(e) || e.closest('.cut, .unseen, title')) continue;
    const scrolls = scrolled(e);
    const range = document.createRange();
    range.selectNodeContents(node);
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    for (const r of range.getClientRects()) {
      if (r.width < 1 || r.height < 1) continue;
      // The letters, not the room that the font leaves above and below them.
      const scale = e.namespaceURI.endsWith('svg') && e.getScreenCTM ? e.getScreenCTM().a : 1;
      const tall = Math.min(r.height, size * scale), middle = (r.top + r.bottom) / 2;
      const box = { left: r.left, right: r.right, top: middle - tall / 2 * 0.8, bottom: middle + tall / 2 * 0.8 };
      if (box.right < 0) continue; // for those who listen
      if (scrolls) {
        // A reader can scroll to it.
      } else if (box.left < -hair || box.right > innerWidth + hair || box.top < -hair
          || (getComputedStyle(document.body).overflowY === 'hidden' && box.bottom > innerHeight + hair)) {
        faults.push(`outside the window: ${name(e, node.data)}`);
      }
      else if (main.contains(e) && !e.closest('svg') && (box.left < left - hair - size * 0.05 || box.right > right + hair)) faults.push(`in the margin: ${name(e, node.data)}`);
      for (let around = e; around && around !== document.body; around = around.parentElement) {
        const s = getComputedStyle(around);
        if (s.overflowX === 'visible' && s.overflowY === 'visible') continue;
        if (s.overflowX === 'auto' || s.overflowX === 'scroll') break;
        const b = around.getBoundingClientRect();
        const wide = box.right > b.right + hair || box.left < b.left - hair;
        if (wide && s.textOverflow !== 'ellipsis') faults.push(`cut off: ${name(e, node.data)}`);
        if (box.bottom > b.bottom + hair || box.top < b.top - hair) faults.push(`cut off below: ${name(e, node.data)}`);
        box.right = Math.min(box.right, b.right);
      }
      lines.push({ e, text: node.data, ...box });
    }
  }
  const size_of = e => parseFloat(getComputedStyle(e).fontSize);
  // Names along one axis: less than a letter's gap, and they are read as one.
  const axis = e => e.closest('.xtick, .scale-row, svg.weekdays');
  const whole = /\\d[\\d,.]*(年(\\d+月(\\d+日)?)?|月(\\d+日)?|件|条|天|%)/g;
  for (const e of [...root.querySelectorAll('h1, h2, h3, .found')].filter(shown)) {
    const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      for (const match of node.data.matchAll(whole)) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const tops = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
        if (tops.size > 1) faults.push(`broken inside: ${match[0]} in ${name(e, e.textContent)}`);
      }
      // Where a clause is longer than a line, its comma must not begin the next.
      for (const match of node.data.matchAll(/[，。；：、！？）”]/g)) {
        const [before, sign] = [match.index - 1, match.index].map(i => {
          const range = document.createRange();
          range.setStart(node, Math.max(0, i));
          range.setEnd(node, Math.max(0, i) + 1);
          return range.getBoundingClientRect();
        });
        if (match.index && sign.top > before.top + size_of(e) / 2) faults.push(`begins a line: ${match[0]} in ${name(e, e.textContent)}`);
      }
    }
  }
  const boxes = [...root.querySelectorAll('img, canvas, video, button')].filter(shown)
    .map(e => ({ e, text: e.alt || e.getAttribute('aria-label') || e.tagName, ...e.getBoundingClientRect().toJSON() }));
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > hair
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > hair;
  for (let i = 0; i < lines.length; i += 1) {
    for (let j = i + 1; j < lines.length; j += 1) {
      if (lines[i].e !== lines[j].e && over(lines[i], lines[j])) {
        faults.push(`over each other: ${name(lines[i].e, lines[i].text)} / ${name(lines[j].e, lines[j].text)}`);
      }
    }
    for (let j = i + 1; axis(lines[i].e) && j < lines.length; j += 1) {
      const [a, b] = lines[i].left < lines[j].left ? [lines[i], lines[j]] : [lines[j], lines[i]];
      const side = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
      if (lines[i].e !== lines[j].e && axis(lines[j].e) && side && b.left - a.right < 4 && b.left > a.left) {
        faults.push(`touch on an axis: ${name(a.e, a.text)} / ${name(b.e, b.text)}`);
      }
    }
    for (const box of boxes) {
      if (!box.e.contains(lines[i].e) && over(lines[i], box)) faults.push(`under a picture: ${name(lines[i].e, lines[i].text)} / ${name(box.e, box.text)}`);
    }
  }
  return [...new Set(faults)];
}"""
_CROSSED = """([what, line]) => {
  const shown = e => e.checkVisibility();
  const foot = [...document.querySelectorAll(line)].find(shown).getBoundingClientRect();
  return [...document.querySelectorAll(what)].filter(shown)
    .filter(e => e.getBoundingClientRect().height && e.getBoundingClientRect().bottom > foot.top + 1.5)
    .map(e => `crosses ${line}: ${e.id || e.className} ${e.textContent.trim().slice(0, 30)}`);
}"""


def faults(page: Page, within: str = "#page") -> list[str]:
    """Text outside its box or the window, over other text or under a picture, a line for each fault."""
    return page.evaluate(_LOOK, within)


def crossed(page: Page, what: str, line: str) -> list[str]:
    """Elements `what` that reach below the top of the element `line`."""
    return page.evaluate(_CROSSED, [what, line])
