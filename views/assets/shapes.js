// The shapes of the kinds: one outline each, for the canvas and for the small glyphs in the text.
const CORNERS = {
  triangle: [
    [0, -1.25],
    [1.18, 0.82],
    [-1.18, 0.82],
  ],
  diamond: [
    [0, -1.28],
    [1.28, 0],
    [0, 1.28],
    [-1.28, 0],
  ],
  sheet: [
    [-0.86, -1.12],
    [0.34, -1.12],
    [0.86, -0.6],
    [0.86, 1.12],
    [-0.86, 1.12],
  ],
  hexagon: [
    [-0.6, -1.04],
    [0.6, -1.04],
    [1.2, 0],
    [0.6, 1.04],
    [-0.6, 1.04],
    [-1.2, 0],
  ],
  square: [
    [-0.92, -0.92],
    [0.92, -0.92],
    [0.92, 0.92],
    [-0.92, 0.92],
  ],
};
// How far a shape reaches beyond its radius, and how far off a ring around it has to be drawn.
const REACH = { circle: 1, triangle: 1.16, diamond: 1.28, sheet: 0.9, hexagon: 1.2, square: 0.92 };
const RING_GAP = { circle: 5, triangle: 9.5, diamond: 7.5, sheet: 6, hexagon: 6, square: 6 };

const outlineOf = group =>
  ({ ring: 'circle', 'square-small': 'square', 'square-large': 'square' })[group.shape] ?? group.shape;
const reachOf = node => REACH[outlineOf(node.group)];
const ringGapOf = node => RING_GAP[outlineOf(node.group)];

function outlinePath(group, radius) {
  const corners = CORNERS[outlineOf(group)];
  if (!corners)
    return `M${-radius} 0A${radius} ${radius} 0 1 0 ${radius} 0A${radius} ${radius} 0 1 0 ${-radius} 0Z`;
  const points = corners.map(([x, y]) => `${(x * radius).toFixed(2)} ${(y * radius).toFixed(2)}`);
  return `M${points.join('L')}Z`;
}

const outlines = new Map();
/** The outline as the canvas wants it; the same one for all nodes of a group and size. */
function outline(group, radius) {
  const key = `${outlineOf(group)} ${radius.toFixed(2)}`;
  if (!outlines.has(key)) {
    const drawn = outlinePath(group, radius);
    outlines.set(key, Object.assign(new Path2D(drawn), { drawn }));
  }
  return outlines.get(key);
}

const fillOf = group => group.colours[document.documentElement.dataset.theme];

function glyph(group, size = 16) {
  const radius = size * 0.36;
  const box = svg('svg', {
    width: size,
    height: size,
    viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`,
    'aria-hidden': 'true',
  });
  const pen = {
    stroke: 'var(--outline)',
    'stroke-width': 'var(--outline-width)',
    'stroke-linejoin': 'round',
  };
  box.append(svg('path', { d: outlinePath(group, radius), fill: fillOf(group), ...pen }));
  if (group.shape === 'ring') {
    box.append(svg('circle', { r: radius * 0.5, fill: 'none', stroke: 'var(--paper)', 'stroke-width': 1.6 }));
  }
  return box;
}
