// What every page of the docs does in the browser: remember theme and language of the samples, copy, mark where one reads.

export const pageScript = `
const root = document.documentElement;
const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const store = (name, value) => { try { localStorage.setItem(name, value); } catch {} };
const setLanguage = (language) => { root.dataset.language = language; };
if (stored('theme')) root.dataset.theme = stored('theme');
setLanguage(stored('language') ?? 'curl');
addEventListener('DOMContentLoaded', () => {
  addEventListener('keydown', (event) => {
    if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) { event.preventDefault(); document.querySelector('#search').focus(); }
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
      document.querySelector('a[aria-current="true"]')?.removeAttribute('aria-current');
      const link = document.querySelector(':is(nav, .toc) a[href="#' + target.id + '"]');
      link?.setAttribute('aria-current', 'true');
      // Not scrollIntoView: it would end the page's own way to the same place.
      const nav = link?.closest('nav');
      if (nav && (link.offsetTop < nav.scrollTop || link.offsetTop > nav.scrollTop + nav.clientHeight - 40)) nav.scrollTop = link.offsetTop - 120;
    }
  }, { rootMargin: '-10% 0px -80% 0px' });
  for (const article of document.querySelectorAll('article, main h2[id], main h3[id]')) seen.observe(article);
});
`;
