// What is asked of a page from inside the browser.
"use strict";

/** Runs in every page before anything else; leaves its questions in `window.gemba`. */
function install() {
  const LEAST_CONTRAST = 4.5; // WCAG 2, level AA
  const LEAST_SIZE = 8; // px: smaller letters cannot be read on a phone

  const short = (text) => {
    const clean = text.trim().replace(/\s+/g, " ");
    return clean.length > 50 ? `${clean.slice(0, 50)}…` : clean;
  };

  /** Every text that is to be seen, with its element. */
  function texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const isTold = element.closest("style, script, title") !== null;
      if (walker.currentNode.data.trim() !== "" && !isTold) {
        found.push({ node: walker.currentNode, element, text: short(walker.currentNode.data) });
      }
    }
    return found;
  }

  function rectOf(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  }

  /** The box that a wide thing may scroll in. */
  function scroller(element) {
    const box = element.closest(".wide, figure");
    return box && ["auto", "scroll"].includes(getComputedStyle(box).overflowX) ? box : null;
  }

  /** Texts that are there and cannot be read: hidden, without extent, too small, cut. */
  function hidden() {
    return texts().flatMap(({ node, element, text }) => {
      const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      const { width, height } = rectOf(node);
      if (!seen || width < 1 || height < 1) return [`hidden: ${text}`];
      const of = element.closest("svg");
      const scale = of ? of.getBoundingClientRect().width / of.viewBox.baseVal.width : 1;
      const size = parseFloat(getComputedStyle(element).fontSize) * scale;
      if (size < LEAST_SIZE) return [`letters of ${size.toFixed(1)} px: ${text}`];
      const isCell = element.closest("td, th");
      const isCut = isCell && (isCell.scrollWidth > isCell.clientWidth + 1
        || isCell.scrollHeight > isCell.clientHeight + 1);
      return isCut ? [`wider than its cell: ${text}`] : [];
    });
  }

  /** What reaches beyond the page; tables and pictures may scroll in a box of their own. */
  function overflowing() {
    const { scrollWidth, clientWidth } = document.documentElement;
    const page = scrollWidth > clientWidth ? [`${scrollWidth} px wide on ${clientWidth}`] : [];
    const beyond = texts().flatMap(({ node, element, text }) => {
      const box = scroller(element);
      const rect = box ? box.getBoundingClientRect() : rectOf(node);
      const fits = rect.left >= -0.5 && rect.right <= clientWidth + 0.5;
      return fits ? [] : [`beyond the page: ${text}`];
    });
    return page.concat(beyond);
  }

  /** On paper nothing scrolls: boxes that hold more than they show. */
  function cut() {
    const boxes = [...document.querySelectorAll(".wide, figure")];
    const wide = boxes.filter((box) => box.scrollWidth > box.clientWidth + 1);
    return wide.map((box) =>
      `paper: ${box.scrollWidth} px in a box of ${box.clientWidth}: ${short(box.innerText)}`);
  }

  /** Tables as rendered: titles of columns, then rows of cells with the name first. */
  function tables() {
    const cells = (row) => [...row.cells].map((cell) => cell.innerText.trim());
    return [...document.querySelectorAll("table")].map((table) => ({
      titles: cells(table.tHead.rows[0]),
      rows: [...table.tBodies[0].rows].map(cells),
    }));
  }

  function parsed(colour) {
    const [r, g, b, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [r / 255, g / 255, b / 255], alpha: colour === "transparent" ? 0 : alpha };
  }

  /** A colour as `filter` shows it; only the functions that the page uses. */
  function filtered(rgb, filter) {
    if (filter === "none") return rgb;
    return filter.match(/[a-z-]+\([^)]*\)/g).reduce((now, step) => {
      const amount = parseFloat(step.split("(")[1]);
      if (step.startsWith("invert")) return now.map((c) => c * (1 - 2 * amount) + amount);
      if (!step.startsWith("hue-rotate")) throw new Error(`unknown filter ${step}`);
      const [cos, sin] = [Math.cos, Math.sin].map((f) => f((amount * Math.PI) / 180));
      const matrix = [
        [0.213 + cos * 0.787 - sin * 0.213, 0.715 - cos * 0.715 - sin * 0.715,
          0.072 - cos * 0.072 + sin * 0.928],
        [0.213 - cos * 0.213 + sin * 0.143, 0.715 + cos * 0.285 + sin * 0.14,
          0.072 - cos * 0.072 - sin * 0.283],
        [0.213 - cos * 0.213 - sin * 0.787, 0.715 - cos * 0.715 + sin * 0.715,
          0.072 + cos * 0.928 + sin * 0.072],
      ];
      const turned = matrix.map((row) => row.reduce((sum, part, at) => sum + part * now[at], 0));
      return turned.map((c) => Math.min(1, Math.max(0, c)));
    }, rgb);
  }

  /** Relative luminance, WCAG 2. */
  function luminance(rgb) {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb.map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  }

  /** The colour behind an element of HTML: the nearest that is not transparent. */
  function behind(element) {
    for (let at = element; at; at = at.parentElement) {
      const { rgb, alpha } = parsed(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return rgb;
      if (alpha > 0) throw new Error("a half transparent background");
    }
    return [1, 1, 1];
  }

  /** The colour behind a text of a picture: the last filled shape drawn before it, at its middle. */
  function drawnBehind(text, svg) {
    const box = text.getBoundingClientRect();
    const middle = new DOMPoint(box.left + box.width / 2, box.top + box.height / 2);
    const shapes = [...svg.querySelectorAll("rect, polygon, circle")];
    const under = shapes.filter((shape) => {
      const isBefore = shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
      const isFilled = getComputedStyle(shape).fill !== "none";
      return isBefore && isFilled
        && shape.isPointInFill(middle.matrixTransform(shape.getScreenCTM().inverse()));
    });
    const last = under[under.length - 1];
    return last ? parsed(getComputedStyle(last).fill).rgb : behind(svg);
  }

  /** Texts with too little contrast to what is behind them. */
  function faint() {
    return texts().flatMap(({ element, text }) => {
      const style = getComputedStyle(element);
      const svg = element.closest("svg");
      const filter = svg ? getComputedStyle(svg).filter : "none";
      const ink = parsed(svg ? style.fill : style.color).rgb;
      const paper = svg ? drawnBehind(element, svg) : behind(element);
      const found = contrast(filtered(ink, filter), filtered(paper, filter));
      return found < LEAST_CONTRAST ? [`contrast ${found.toFixed(2)}: ${text}`] : [];
    });
  }

  window.gemba = { hidden, overflowing, cut, tables, faint };
}

module.exports = { install };
