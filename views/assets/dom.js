// Builds the page's elements from values, so that text from a file only ever becomes a text node.
const SVG = 'http://www.w3.org/2000/svg';

const find = (selector, root = document) => root.querySelector(selector);
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

/** An element; functions among the properties are listeners, null and false are left out. */
function el(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value == null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter(child => child != null && child !== ''));
  return element;
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const ICONS = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14 14',
  minus: 'M4 8h8',
  plus: 'M4 8h8M8 4v8',
  close: 'M4 4l8 8M12 4l-8 8',
  theme: 'M8 2a6 6 0 1 0 0 12ZM8 2a6 6 0 1 1 0 12',
  present: 'M2 3h12v8H2ZM8 11v3M5.5 14h5',
  table: 'M2 3h12v10H2ZM2 6.5h12M2 9.8h12M6.5 3v10',
  save: 'M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  target: 'M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM8 1v2M8 13v2M1 8h2M13 8h2',
  link: 'M6.7 9.3l2.6-2.6M7.5 4.5l1.5-1.5a2.8 2.8 0 0 1 4 4l-1.5 1.5M8.5 11.5l-1.5 1.5a2.8 2.8 0 0 1-4-4l1.5-1.5',
  down: 'M4 6l4 4 4-4',
  tie: 'M5 11l6-6M4 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM12 6a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
};

function icon(name, size = 16) {
  const box = svg('svg', {
    width: size,
    height: size,
    viewBox: '0 0 16 16',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.6,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  });
  box.append(svg('path', { d: ICONS[name] }));
  return box;
}
