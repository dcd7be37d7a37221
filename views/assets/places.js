// Where the label of a node may stand, and what each place costs: first right of it, then around it.
const FOCAL = 0;
const STRONG = 1;
const PLAIN = 2;
const WEIGHTS = [700, 650, 400];

/** The forms a label may take, the best first: [size, rows, cost]. */
function labelForms(text, tier, sizes, narrow) {
  const style = { weight: WEIGHTS[tier] };
  const size = sizes[tier];
  const most = tier === FOCAL ? 12 : narrow ? 6.6 : 9;
  const forms = [[size, broken(text, size, style, size * most), 0]];
  if (text.length > 12 && text.length < 24) forms.push([size, [text], 0.3]);
  if (tier === FOCAL) {
    forms.push(
      [size, inRows(text, 2, size, style), 2],
      [sizes[STRONG], inRows(text, 2, sizes[STRONG], style), 6],
    );
  }
  if (tier === STRONG) {
    const smaller = sizes[PLAIN] * 1.04;
    forms.push(
      [smaller, broken(text, smaller, style, smaller * 9), 5],
      [sizes[PLAIN], inRows(text, 2, sizes[PLAIN], style), 7],
    );
  }
  if (tier < PLAIN && text.split(' ').length > 2)
    forms.push([sizes[PLAIN], inRows(text, 3, sizes[PLAIN], style), 9]);
  return forms;
}

/** Sixteen places around a node: [dx, dy, alignment, cost] from its centre. */
function placesAround(reach, gap, width, half) {
  const corner = reach * 0.72;
  const above = reach + gap + half - 2;
  const aslant = corner + half - 1;
  return [
    [reach + gap, 0, 'left', 0],
    [0, above, 'center', 0.3],
    [-reach - gap, 0, 'right', 0.35],
    [0, -above, 'center', 0.45],
    [corner + gap, aslant, 'left', 0.7],
    [corner + gap, -aslant, 'left', 0.75],
    [-corner - gap, aslant, 'right', 1],
    [-corner - gap, -aslant, 'right', 1.05],
    [reach + gap, half * 0.4, 'left', 0.6],
    [reach + gap, -half * 0.4, 'left', 0.6],
    [-reach - gap, half * 0.4, 'right', 0.9],
    [-reach - gap, -half * 0.4, 'right', 0.9],
    [width * 0.3, above, 'center', 0.8],
    [-width * 0.3, above, 'center', 0.8],
    [width * 0.3, -above, 'center', 0.9],
    [-width * 0.3, -above, 'center', 0.9],
  ];
}

function labelBox(mark, tier, size, rows, x, y, align) {
  const width = widest(rows, size, { weight: WEIGHTS[tier] }) + 3;
  const half = (rows.length * size * LINE_HEIGHT) / 2;
  const left = { left: x, right: x - width, center: x - width / 2 }[align];
  return {
    x0: left - 2,
    x1: left + width + 2,
    y0: y - half - 1,
    y1: y + half + 1,
    x,
    y,
    align,
    size,
    rows,
    tier,
    mark,
  };
}

const stands = (box, mark, room) =>
  box.x0 >= room.x0 + 4 &&
  box.x1 <= room.x1 - 4 &&
  box.y0 >= room.y0 + 3 &&
  box.y1 <= room.y1 - 3 &&
  !room.obstacles.some(obstacle => obstacle.mark !== mark && touches(box, obstacle));

/** All places where the label of a node would cover nothing, the cheapest first: {box, cost}. */
function labelPlaces(mark, tier, text, sizes, room) {
  const reach = mark.radius * reachOf(mark.node) + mark.rim;
  const gap = tier === FOCAL ? 6 : 4.5;
  const found = [];
  for (const [size, rows, formCost] of labelForms(text, tier, sizes, room.narrow)) {
    const width = widest(rows, size, { weight: WEIGHTS[tier] }) + 3;
    for (const [dx, dy, align, cost] of placesAround(
      reach,
      gap,
      width,
      (rows.length * size * LINE_HEIGHT) / 2,
    )) {
      const box = labelBox(mark, tier, size, rows, mark.x + dx, mark.y + dy, align);
      if (stands(box, mark, room)) found.push({ box, cost: formCost + cost + crossingCost(box, room.lines) });
    }
  }
  if (tier < PLAIN && !found.length) found.push(...placesFurtherOff(mark, tier, text, sizes, reach, room));
  return found.sort((a, b) => a.cost - b.cost);
}

function crossingCost(box, lines) {
  let cost = 0;
  for (const [x1, y1, x2, y2] of lines) {
    if ((x1 < box.x0 && x2 < box.x0) || (x1 > box.x1 && x2 > box.x1)) continue;
    const length = lengthInside(box, x1, y1, x2, y2);
    if (length > 6) cost += 0.5 + length / 55;
  }
  return cost;
}

/** No room beside it: a strong label may stand off, tied to its node by a leader line. */
function placesFurtherOff(mark, tier, text, sizes, reach, room) {
  const size = sizes[PLAIN] * 1.04;
  const style = { weight: WEIGHTS[tier] };
  const found = [];
  for (const rows of [broken(text, size, style, size * 7), inRows(text, 3, size, style)]) {
    const half = widest(rows, size, style) / 2;
    for (let off = 24; off <= (room.narrow ? 48 : 110); off += 12) {
      for (let turn = 0; turn < 24; turn++) {
        const [ux, uy] = [Math.cos((turn * Math.PI) / 12), Math.sin((turn * Math.PI) / 12)];
        const x = mark.x + ux * (reach + off + half * Math.abs(ux));
        const y = mark.y + uy * (reach + off * 0.7 + (rows.length * size * LINE_HEIGHT) / 2);
        const box = labelBox(mark, tier, size, rows, x, y, 'center');
        if (stands(box, mark, room)) found.push({ box: { ...box, leader: true }, cost: 10 + off / 8 });
      }
    }
  }
  return found;
}
