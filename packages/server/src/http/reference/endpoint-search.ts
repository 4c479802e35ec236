// What the search of the reference does in the browser: it leaves the endpoints whose words match.

export const endpointSearch = `
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
});
`;
