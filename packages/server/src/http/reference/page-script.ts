// What the reference page does in the browser: filter the list, remember theme and language of the samples, copy.

export const pageScript = `
const root = document.documentElement;
const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const store = (name, value) => { try { localStorage.setItem(name, value); } catch {} };
const setLanguage = (language) => { root.dataset.language = language; };
if (stored('theme')) root.dataset.theme = stored('theme');
setLanguage(stored('language') ?? 'curl');
addEventListener('DOMContentLoaded', () => {
  const search = document.querySelector('#search');
  const links = [...document.querySelectorAll('nav li')];
  search.addEventListener('input', () => {
    const words = search.value.toLowerCase().split(/\\s+/);
    for (const link of links) link.hidden = !words.every((word) => link.dataset.words.includes(word));
    for (const group of document.querySelectorAll('nav .group')) group.hidden = !group.querySelector('li:not([hidden])');
  });
  search.addEventListener('keydown', (event) => {
    const first = links.find((link) => !link.hidden);
    if (event.key === 'Enter' && first) first.querySelector('a').click();
  });
  addEventListener('keydown', (event) => {
    if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); search.focus(); }
  });
  document.querySelector('#theme').addEventListener('click', () => {
    const isDark = getComputedStyle(root).colorScheme === 'dark' || (getComputedStyle(root).colorScheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    root.dataset.theme = isDark ? 'light' : 'dark';
    store('theme', root.dataset.theme);
  });
  document.addEventListener('click', async ({ target }) => {
    if (target.dataset.language) { setLanguage(target.dataset.language); store('language', target.dataset.language); }
    if (target.matches('.copy')) {
      await navigator.clipboard.writeText(target.parentElement.querySelector('pre').textContent);
      target.textContent = 'Copied';
      setTimeout(() => { target.textContent = 'Copy'; }, 1200);
    }
    if (target.closest('nav a')) document.querySelector('#menu').checked = false;
  });
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      document.querySelector('nav a[aria-current]')?.removeAttribute('aria-current');
      const link = document.querySelector('nav a[href="#' + target.id + '"]');
      link?.setAttribute('aria-current', 'true');
      // Not scrollIntoView: it would end the page's own way to the same place.
      const nav = link?.closest('nav');
      if (nav && (link.offsetTop < nav.scrollTop || link.offsetTop > nav.scrollTop + nav.clientHeight - 40)) nav.scrollTop = link.offsetTop - 120;
    }
  }, { rootMargin: '-10% 0px -80% 0px' });
  for (const article of document.querySelectorAll('article')) seen.observe(article);
});
`;
