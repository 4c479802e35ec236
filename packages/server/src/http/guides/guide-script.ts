// What a page of the guides does in the browser beside what the reference does: search in all of them.

export const guideScript = `
addEventListener('DOMContentLoaded', () => {
  const search = document.querySelector('#search');
  const results = document.querySelector('#results');
  const pages = document.querySelector('#pages');
  let entries = null;
  const load = async () => { entries ??= fetch('/docs/search.json').then((response) => response.json()); return await entries; };
  const points = (entry, word) =>
    (entry.heading.toLowerCase().includes(word) ? 8 : 0) + (entry.page.toLowerCase().includes(word) ? 4 : 0) + (entry.text.toLowerCase().includes(word) ? 1 : 0);
  const rank = (all, words) => all
    .map((entry) => ({ entry, each: words.map((word) => points(entry, word)) }))
    .filter(({ each }) => each.every((score) => score > 0))
    .map(({ entry, each }) => ({ entry, score: each.reduce((sum, score) => sum + score, 0) }))
    .sort((one, other) => other.score - one.score)
    .slice(0, 15);
  const snippet = (text, word) => {
    const at = Math.max(0, text.toLowerCase().indexOf(word) - 40);
    return (at > 0 ? '…' : '') + text.slice(at, at + 120) + (text.length > at + 120 ? '…' : '');
  };
  const element = (name, text, ...inside) => { const made = document.createElement(name); made.append(...(text === '' ? inside : [text])); return made; };
  search.addEventListener('focus', load);
  search.addEventListener('input', async () => {
    const asked = search.value;
    const words = asked.toLowerCase().split(/\\s+/).filter(Boolean);
    pages.hidden = words.length > 0;
    results.hidden = words.length === 0;
    if (words.length === 0) return;
    const found = rank(await load(), words);
    if (search.value !== asked) return;
    results.replaceChildren(...(found.length === 0 ? [element('p', 'Nothing found. Fewer or other words?')] : found.map(({ entry }) => {
      const link = element('a', '', element('b', entry.heading), element('small', entry.heading === entry.page ? '' : entry.page), element('span', snippet(entry.text, words[0])));
      link.href = entry.href;
      return link;
    })));
  });
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === 'ArrowDown') {
      const first = results.querySelector('a');
      if (!first) return;
      event.preventDefault();
      if (event.key === 'Enter') first.click(); else first.focus();
    } else if (event.key === 'Escape') { search.value = ''; search.dispatchEvent(new Event('input')); }
  });
  results.addEventListener('keydown', (event) => {
    const next = event.key === 'ArrowDown' ? event.target.nextElementSibling : event.key === 'ArrowUp' ? (event.target.previousElementSibling ?? search) : null;
    if (next) { event.preventDefault(); next.focus(); }
  });
});
`;
