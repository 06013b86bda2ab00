// Appended to a page: writes into its title what does not fit, and how long the page took.
(() => {
  const wrong = [];
  const root = document.documentElement;
  const name = (element) => `${element.tagName.toLowerCase()}${element.className ? `.${element.className}` : ''} "${element.textContent.trim().slice(0, 40)}"`;
  const isVisible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible';
  if (root.scrollWidth > root.clientWidth) wrong.push(`the page is ${root.scrollWidth} pixels wide, of ${root.clientWidth}`);

  const blocks = [...document.querySelectorAll('body *:not(script):not(style):not(svg *):not(option)')].filter(isVisible);
  for (const element of blocks) {
    const { overflowX, display } = getComputedStyle(element);
    const fits = display === 'inline' || overflowX !== 'visible' || element.scrollWidth <= element.clientWidth + 1;
    if (!fits && !element.matches('.lane, .arrow')) wrong.push(`wider than its place: ${name(element)}`);
  }

  // Elements that follow each other share no pixel, except what is put into place within its parent.
  const isFlow = (element) => isVisible(element) && !['absolute', 'sticky'].includes(getComputedStyle(element).position)
    && getComputedStyle(element).display !== 'inline';
  const parents = document.querySelectorAll('body, header, main, section, details[open] > div, .filters, dl, ul, tr, .lane-names');
  for (const parent of [...parents].slice(0, 400)) {
    const rects = [...parent.children].filter(isFlow).map((element) => [element, element.getBoundingClientRect()]);
    rects.forEach(([element, a], at) => {
      const next = rects[at + 1];
      if (!next) return;
      const b = next[1];
      const isOver = a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
      if (isOver) wrong.push(`${name(element)} covers ${name(next[0])}`);
    });
  }

  // Text and what is behind it: WCAG 2 asks for 4.5, and for 3 where it is large.
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  for (const element of blocks.slice(0, 2000)) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!hasText || element.closest('svg')) continue;
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(1)}: ${name(element)}`);
  }

  window.addEventListener('load', () => setTimeout(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    const sections = [...document.querySelectorAll('section')].filter(isVisible).map((section) => section.id);
    const rows = document.querySelectorAll('.packets tbody tr').length;
    document.title = JSON.stringify({ wrong, ms: Math.round(navigation.loadEventEnd), sections, rows,
      dark: matchMedia('(prefers-color-scheme: dark)').matches, width: innerWidth });
  }));
})();
