// Runs before the first paint, so that a dark room gets no white flash while the rest is read.
(() => {
  const prefers = what => matchMedia(`(prefers-${what})`).matches;
  const asked = new URLSearchParams(location.hash.slice(1)).get('theme');
  const system = prefers('contrast: more') ? 'contrast' : prefers('color-scheme: dark') ? 'dark' : 'light';
  document.documentElement.dataset.theme = ['light', 'dark', 'contrast'].includes(asked) ? asked : system;
})();
