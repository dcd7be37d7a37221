// Boxes, circles, lines and arcs on the screen: the little geometry that labels and ties share.
const overlap = (a, b) => a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;
const between = (low, value, high) => Math.max(low, Math.min(value, high));
const boxAround = (x, y, halfWidth, halfHeight = halfWidth) => ({
  x0: x - halfWidth,
  x1: x + halfWidth,
  y0: y - halfHeight,
  y1: y + halfHeight,
});

/** Whether a box touches an obstacle: a box, or the circle within it where it has a `radius`. */
function touches(box, obstacle) {
  if (!overlap(box, obstacle)) return false;
  if (!obstacle.radius) return true;
  const x = (obstacle.x0 + obstacle.x1) / 2;
  const y = (obstacle.y0 + obstacle.y1) / 2;
  return Math.hypot(between(box.x0, x, box.x1) - x, between(box.y0, y, box.y1) - y) < obstacle.radius;
}

/** The length of the part of a straight line that lies in a box. */
function lengthInside(box, x1, y1, x2, y2) {
  const dx = x2 - x1;
  const dy = y2 - y1;
  let enters = 0;
  let leaves = 1;
  for (const [p, q] of [
    [-dx, x1 - box.x0],
    [dx, box.x1 - x1],
    [-dy, y1 - box.y0],
    [dy, box.y1 - y1],
  ]) {
    if (Math.abs(p) < 1e-9) {
      if (q < 0) return 0;
    } else if (p < 0) enters = Math.max(enters, q / p);
    else leaves = Math.min(leaves, q / p);
    if (enters >= leaves) return 0;
  }
  return Math.hypot(dx, dy) * (leaves - enters);
}

/** A point of a quadratic arc {a, b: ends, cx, cy: control point}, `part` of the way along. */
function along(arc, part) {
  const rest = 1 - part;
  return {
    x: rest * rest * arc.a.x + 2 * part * rest * arc.cx + part * part * arc.b.x,
    y: rest * rest * arc.a.y + 2 * part * rest * arc.cy + part * part * arc.b.y,
  };
}

/** An arc as a few straight pieces [x1, y1, x2, y2]. */
function pieces(arc, number) {
  const points = Array.from({ length: number + 1 }, (_, i) => along(arc, i / number));
  return points.slice(1).map((point, i) => [points[i].x, points[i].y, point.x, point.y]);
}

function distanceToPiece(x, y, [x1, y1, x2, y2]) {
  const squared = (x2 - x1) ** 2 + (y2 - y1) ** 2 || 1;
  const part = between(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / squared, 1);
  return Math.hypot(x - x1 - part * (x2 - x1), y - y1 - part * (y2 - y1));
}
