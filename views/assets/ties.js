// How a tie runs and how it is drawn: grey, thin and quiet at rest; dark, with an arrowhead, when lit.
const TRIES = [1, 0.7, 1.35, 0.5, 1.7];

/** The arc of a relation between two marks; bent away from its parallels and around nodes in its way. */
function arcOf(relation, a, b, { marks, scale, open }) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const most = (open ? 110 : 64) * scale;
  const off = relation.bend * Math.min(most, (18 + length * (open ? 0.3 : 0.2)) * scale);
  const bowed = factor => ({
    a,
    b,
    length,
    cx: (a.x + b.x) / 2 - (dy / length) * off * factor,
    cy: (a.y + b.y) / 2 + (dx / length) * off * factor,
  });
  if (!off) return bowed(1);
  const nearby = marks.filter(
    mark =>
      mark !== a &&
      mark !== b &&
      lengthInside(boxAround(mark.x, mark.y, mark.radius + Math.abs(off) * 2), a.x, a.y, b.x, b.y),
  );
  let best = null;
  let least = Infinity;
  for (const factor of TRIES) {
    const arc = bowed(factor);
    const cost = nodesOn(arc, nearby) + Math.abs(factor - 1) * 0.4;
    if (cost < least) [best, least] = [arc, cost];
    if (cost < 0.01) break;
  }
  return best;
}

function nodesOn(arc, marks) {
  let number = 0;
  for (const part of [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
    const point = along(arc, part);
    number += marks.filter(mark => Math.hypot(point.x - mark.x, point.y - mark.y) < mark.radius + 7).length;
  }
  return number;
}

function translucent(colour, alpha) {
  const number = parseInt(colour.slice(1), 16);
  return `rgba(${number >> 16}, ${(number >> 8) & 255}, ${number & 255}, ${alpha})`;
}

function fading(pen, arc, colour) {
  const gradient = pen.createLinearGradient(arc.a.x, arc.a.y, arc.b.x, arc.b.y);
  for (const [stop, alpha] of [
    [0, 1],
    [0.28, 0.9],
    [0.5, 0.12],
    [0.72, 0.9],
    [1, 1],
  ]) {
    gradient.addColorStop(stop, translucent(colour, alpha));
  }
  return gradient;
}

function tieWidth(relation, { lit, pointed }, tokens) {
  const emphasis = pointed
    ? 2.4
    : lit
      ? relation.ended
        ? 0.8
        : 1.6
      : relation.ended
        ? 0.55
        : relation.faded
          ? 1.15
          : 1;
  return tokens.tieWidth * emphasis;
}

/** Draws a tie; `unit` is how many units of the canvas one pixel of the screen is. */
function paintTie(pen, tie, tokens, unit, scale) {
  const { relation, arc, lit } = tie;
  const colour = lit ? tokens.tieHot : relation.where ? tokens.tieWhere : tokens.tie;
  pen.strokeStyle = relation.faded ? fading(pen, arc, colour) : colour;
  pen.lineWidth = tieWidth(relation, tie, tokens) * unit * Math.sqrt(scale);
  pen.setLineDash(relation.dashed ? [5 * unit, 4 * unit] : []);
  pen.beginPath();
  pen.moveTo(arc.a.x, arc.a.y);
  if (relation.bend) pen.quadraticCurveTo(arc.cx, arc.cy, arc.b.x, arc.b.y);
  else pen.lineTo(arc.b.x, arc.b.y);
  pen.stroke();
  pen.setLineDash([]);
  if (lit && relation.directed) paintArrow(pen, tie, tokens.tieHot, unit, scale);
}

function paintArrow(pen, { arc }, colour, unit, scale) {
  const clear = (arc.b.radius * reachOf(arc.b.node) * 1.02 + Math.max(arc.b.rim, 3)) * unit;
  const part = Math.max(0.5, 1 - clear / Math.max(clear + 1, arc.length));
  const tip = along(arc, part);
  const before = along(arc, part - 0.04);
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const size = 8.5 * Math.sqrt(scale) * unit;
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(tip.x, tip.y);
  for (const turn of [Math.PI - 0.42, Math.PI + 0.42]) {
    pen.lineTo(tip.x + Math.cos(angle + turn) * size, tip.y + Math.sin(angle + turn) * size);
  }
  pen.closePath();
  pen.fill();
}

const COUNT_RADIUS = 7.5;

function paintCount(pen, tie, tokens, unit, scale) {
  const { x, y } = along(tie.arc, 0.5);
  const size = 11 * scale * unit;
  pen.fillStyle = tokens.paper;
  pen.beginPath();
  pen.arc(x, y, COUNT_RADIUS * scale * unit, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = tokens.ink2;
  pen.font = font(size, { weight: 650 });
  pen.textAlign = 'center';
  pen.fillText(String(tie.relation.claims.length), x, y + size * 0.36);
}
