// A scene is what stands where on one screen: nodes, ties, counts, labels, wording; built, then painted.
const LABELS_AT_FIRST = 58;
const NAMES_ON_HOVER = 14;

function readTokens() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const number = name => parseFloat(style.getPropertyValue(name));
  return {
    paper: colour('--paper'),
    ink: colour('--ink'),
    ink2: colour('--ink-2'),
    outline: colour('--outline'),
    tie: colour('--tie'),
    tieWhere: colour('--tie-where'),
    tieHot: colour('--tie-hot'),
    focus: colour('--focus'),
    dim: number('--dim'),
    back: number('--back'),
    tieWidth: number('--tie-width'),
    outlineWidth: number('--outline-width'),
    labelExtra: number('--label-extra'),
  };
}

/** How much larger labels and nodes are on a screen: a share of its width while presenting. */
function enlargement(screen) {
  if (!screen.presenting) return { labels: 1, nodes: 1, counts: 1 };
  const share = between(0.78, screen.width / 1400, 2);
  return { labels: 1.5 * share, nodes: 1.35 * share, counts: 1.35 * share };
}

function radiusOf(node, screen) {
  const { nodes: larger } = enlargement(screen);
  if (node === screen.root) return (screen.narrow ? 15 : 21) * larger;
  const ties = node.relations.length;
  const base = isPlace(node)
    ? isBig
      ? 3.2 + 1.1 * node.level
      : 4.5 + 1.3 * node.level
    : isBig
      ? Math.min(12, 4.2 + 1.75 * Math.sqrt(Math.max(0, ties - 1)))
      : Math.min(13, 5.6 + 2 * Math.sqrt(ties));
  return base * larger * (screen.narrow ? (isBig ? 0.72 : 0.86) : 1);
}

/**
 * The scene of a screen.
 *
 * screen: width, height, bottom (where a sheet begins), at(node) -> {x, y}, zoom (1 = all is shown),
 * obstacles, narrow, presenting, root, chosen, keyboard, tokens. choice: what is lit, see `paintScene`.
 */
function buildScene(screen, shownNodes, shownRelations, choice) {
  const ringScale = Math.sqrt(enlargement(screen).nodes);
  const marks = new Map(
    shownNodes.map(node => {
      const ringed = node === screen.root || node === screen.chosen;
      const rim = ringed ? ringGapOf(node) * ringScale + 3 : 0;
      return [node, { node, ...screen.at(node), radius: radiusOf(node, screen), ringed, rim }];
    }),
  );
  const scene = { screen, marks, ties: [], labels: [], wording: [], extra: [], choice };
  const list = [...marks.values()];
  const scale = enlargement(screen).labels;
  for (const relation of shownRelations) {
    if (relation.from === relation.to) continue;
    const open = !!choice?.firm && choice.relations.has(relation);
    const arc = arcOf(relation, marks.get(relation.from), marks.get(relation.to), {
      marks: list,
      scale,
      open,
    });
    scene.ties.push({ relation, arc, lit: false, pointed: false });
  }
  lightTies(scene, choice);
  labelScene(scene, choice?.firm ? choice : null);
  if (choice && !choice.firm) hoverScene(scene, choice);
  return scene;
}

function lightTies(scene, choice) {
  for (const tie of scene.ties) {
    tie.lit = !!choice && choice.relations.has(tie.relation);
    tie.pointed = tie.lit && choice.relations.size === 1 && !choice.main;
    tie.worded = false;
  }
}

function tierOf(node, screen, strong) {
  if (node === screen.root) return FOCAL;
  if (node === screen.chosen) return screen.root ? STRONG : FOCAL;
  return strong.has(node) ? STRONG : PLAIN;
}

/** Label sizes by tier; `near` when the camera has gone to a choice. */
function labelSizes(screen, near) {
  const base =
    (isBig ? 12.5 : 13) * enlargement(screen).labels * (screen.narrow ? 0.96 : 1) + screen.tokens.labelExtra;
  const plain = near ? 1.15 : screen.presenting ? 0.94 : 1;
  return [base * (screen.narrow ? 1.4 : near ? 1.85 : 1.75), base * (near ? 1.3 : 1.17), base * plain];
}

function obstaclesOf(scene, choice) {
  const { screen } = scene;
  const nodesInTheWay = [...scene.marks.values()].map(mark => {
    const radius = mark.radius * reachOf(mark.node) + Math.max(mark.rim, 1.5);
    return { ...boxAround(mark.x, mark.y, radius), radius, mark };
  });
  const half = (COUNT_RADIUS + 0.5) * enlargement(screen).counts;
  const counts = scene.ties
    .filter(tie => tie.relation.claims.length > 1 && (!choice || tie.lit))
    .map(tie => ({ ...boxAround(along(tie.arc, 0.5).x, along(tie.arc, 0.5).y, half), count: true }));
  return [...nodesInTheWay, ...counts, ...screen.obstacles];
}

function labelScene(scene, choice) {
  const { screen } = scene;
  const marks = [...scene.marks.values()];
  const strong = strongOnes(marks.filter(mark => mark.node !== screen.root));
  const sizes = labelSizes(screen, !!choice);
  const room = {
    x0: 0,
    y0: 0,
    x1: screen.width,
    y1: screen.bottom,
    narrow: screen.narrow,
    obstacles: obstaclesOf(scene, choice),
    lines: scene.ties.flatMap(tie => pieces(tie.arc, tie.relation.bend ? 4 : 1)),
  };
  const worth = node => node.relations.length + (screen.root && screen.near.has(node) ? 6 : 0);
  let wanted = marks
    .filter(mark => (choice ? choice.nodes.has(mark.node) : overlap(boxAround(mark.x, mark.y, 1), room)))
    .map(mark => ({ mark, tier: tierOf(mark.node, screen, strong) }))
    .sort(
      (a, b) =>
        a.tier - b.tier ||
        (b.mark.node === screen.chosen) - (a.mark.node === screen.chosen) ||
        worth(b.mark.node) - worth(a.mark.node) ||
        byTies(a.mark.node, b.mark.node),
    );
  if (isBig && !choice)
    wanted = wanted.slice(0, Math.round(LABELS_AT_FIRST * Math.max(1, screen.zoom) ** 1.6));
  const weights = [400, 60, choice ? 24 : 9];
  const items = wanted.map(({ mark, tier }) => ({
    mark,
    tier,
    weight: weights[tier] + (tier === PLAIN && !choice ? Math.min(9, worth(mark.node)) : 0),
    places: labelPlaces(mark, tier, labelText(mark.node), sizes, room),
  }));
  scene.labels = arrangeLabels(items)
    .filter(item => item.pick)
    .map(item => item.pick.box);
  scene.room = room;
  scene.strong = strong;
  if (choice) wordScene(scene, choice, scene.labels, sizes[PLAIN] * 0.92);
}

function wordScene(scene, choice, labels, size) {
  const lit = scene.ties.filter(tie => tie.lit);
  const own = scene.room.obstacles.filter(obstacle =>
    obstacle.mark ? choice.nodes.has(obstacle.mark.node) : !obstacle.count,
  );
  scene.wording = placeWording(lit, {
    size,
    taken: [...own, ...labels],
    room: scene.room,
    main: choice.main,
  });
  for (const words of scene.wording) words.tie.worded = true;
}

/** What hovering adds: wording, and the names of neighbours that have none yet. Nothing moves. */
function hoverScene(scene, choice) {
  scene.choice = choice;
  lightTies(scene, choice);
  scene.extra = [];
  scene.wording = [];
  if (!choice) return;
  const { screen, room } = scene;
  const sizes = labelSizes(screen, false);
  const standing = scene.labels.filter(box => choice.nodes.has(box.mark.node));
  const named = new Set(standing.map(box => box.mark.node));
  const own = room.obstacles.filter(obstacle => obstacle.mark && choice.nodes.has(obstacle.mark.node));
  const free = {
    ...room,
    lines: [],
    obstacles: [...own, ...standing.map(({ x0, x1, y0, y1 }) => ({ x0, x1, y0, y1 }))],
  };
  const unnamed = [...choice.nodes].filter(node => scene.marks.has(node) && !named.has(node)).sort(byTies);
  const items = unnamed.slice(0, NAMES_ON_HOVER).map(node => {
    const [mark, tier] = [scene.marks.get(node), tierOf(node, screen, scene.strong)];
    return { mark, tier, weight: 24, places: labelPlaces(mark, tier, labelText(node), sizes, free) };
  });
  scene.extra = arrangeLabels(items)
    .filter(item => item.pick)
    .map(item => item.pick.box);
  wordScene(scene, choice, [...standing, ...scene.extra], sizes[PLAIN] * 0.96);
}

const opacityOf = (choice, lit, tokens) => (!choice || lit ? 1 : choice.firm ? tokens.dim : tokens.back);

/** Ties and counts; `unit` is how many units of the canvas one pixel of the screen is. */
function paintTies(pen, scene, unit = 1) {
  const { tokens } = scene.screen;
  const { labels: scale, counts } = enlargement(scene.screen);
  const order = [...scene.ties].sort((a, b) => a.lit - b.lit);
  for (const tie of order) {
    pen.globalAlpha = opacityOf(scene.choice, tie.lit, tokens);
    paintTie(pen, tie, tokens, unit, scale);
  }
  for (const tie of order) {
    if (tie.relation.claims.length < 2 || tie.worded) continue;
    pen.globalAlpha = opacityOf(scene.choice, tie.lit, tokens);
    paintCount(pen, tie, tokens, unit, counts);
  }
  pen.globalAlpha = 1;
}

/** One node at the pen's origin. */
function paintNode(pen, mark, { screen, choice }) {
  const { tokens } = screen;
  const scale = Math.sqrt(enlargement(screen).nodes);
  const { node, radius } = mark;
  pen.globalAlpha = opacityOf(choice, choice?.nodes.has(node), tokens);
  pen.lineJoin = 'round';
  if (mark.ringed) {
    const ring = outline(node.group, radius + ringGapOf(node) * scale);
    pen.fillStyle = tokens.paper; // ties end at the ring
    pen.fill(ring);
    pen.strokeStyle = screen.keyboard && node === screen.chosen ? tokens.focus : tokens.ink;
    pen.lineWidth = 3 * scale;
    pen.stroke(ring);
  }
  pen.fillStyle = fillOf(node.group);
  pen.fill(outline(node.group, radius));
  pen.strokeStyle = tokens.outline;
  pen.lineWidth = tokens.outlineWidth * scale;
  pen.stroke(outline(node.group, radius));
  if (node.group.shape === 'ring') {
    pen.strokeStyle = tokens.paper;
    pen.lineWidth = 1.6 * scale;
    pen.beginPath();
    pen.arc(0, 0, radius * 0.52, 0, 2 * Math.PI);
    pen.stroke();
  }
}

function paintLabels(pen, scene) {
  const { tokens } = scene.screen;
  const { choice } = scene;
  pen.lineJoin = 'round';
  for (const box of [...scene.labels, ...scene.extra]) {
    const lit = !!choice?.nodes.has(box.mark.node);
    pen.globalAlpha = opacityOf(choice, lit, tokens);
    if (box.leader) paintLeader(pen, box, tokens);
    pen.font = font(box.size, { weight: WEIGHTS[box.tier] });
    pen.textAlign = box.align;
    pen.fillStyle = box.tier < PLAIN || lit ? tokens.ink : tokens.ink2;
    box.rows.forEach((row, i) => {
      const y = box.y + (i - (box.rows.length - 1) / 2) * box.size * LINE_HEIGHT + box.size * 0.35;
      paintWithHalo(pen, row, box.x, y, tokens.paper, box.tier === FOCAL ? 5 : 3.5);
    });
  }
  pen.globalAlpha = 1;
  for (const words of scene.wording) paintWording(pen, words, tokens);
}

function paintWithHalo(pen, text, x, y, paper, width) {
  pen.strokeStyle = paper;
  pen.lineWidth = width;
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

function paintLeader(pen, box, tokens) {
  const { mark } = box;
  const [x, y] = [between(box.x0 + 6, mark.x, box.x1 - 6), between(box.y0, mark.y, box.y1)];
  const length = Math.hypot(x - mark.x, y - mark.y) || 1;
  const rim = mark.radius * reachOf(mark.node) + 2;
  pen.strokeStyle = tokens.ink2;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(mark.x + ((x - mark.x) / length) * rim, mark.y + ((y - mark.y) / length) * rim);
  pen.lineTo(x, y);
  pen.stroke();
}

function paintWording(pen, { text, many, size, x, y }, tokens) {
  const width = textWidth(text, size, { italic: true });
  const gap = size * 0.38;
  const left = x - (width + (many ? size * 0.95 : 0)) / 2;
  // A halo would leave the tie to be seen between the words.
  pen.fillStyle = tokens.paper;
  pen.fillRect(left - 3, y - size * 0.62, width + (many ? size * 0.95 : 0) + 6, size * 1.24);
  pen.textAlign = 'left';
  pen.fillStyle = tokens.ink;
  pen.font = font(size, { italic: true });
  pen.fillText(text, left, y + size * 0.34);
  if (!many) return;
  pen.font = font(size, { weight: 700 });
  pen.fillText(many, left + width + gap, y + size * 0.34);
}

/** The whole scene on a canvas of its own, `density` pixels to one of the screen: for paper and files. */
function paintScene(scene, density) {
  const { width, height, tokens } = scene.screen;
  const canvas = el('canvas', { width: Math.round(width * density), height: Math.round(height * density) });
  const pen = canvas.getContext('2d');
  pen.scale(density, density);
  pen.fillStyle = tokens.paper;
  pen.fillRect(0, 0, width, height);
  paintWhole(pen, scene);
  return canvas;
}

/** The scene from its corner at the pen's origin. */
function paintWhole(pen, scene) {
  paintTies(pen, scene);
  for (const mark of scene.marks.values()) {
    pen.save();
    pen.translate(mark.x, mark.y);
    paintNode(pen, mark, scene);
    pen.restore();
  }
  paintLabels(pen, scene);
}
