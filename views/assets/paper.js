// The picture as a file and on paper: with its title, its marking and its key, so that it may travel alone.
const DENSITY = 2;
const HEAD = 48;
const FOOT = 68;

function saveAsPng() {
  const { width, height } = drawing.scene().screen;
  const sheet = el('canvas', { width: width * DENSITY, height: (height + HEAD + FOOT) * DENSITY });
  const pen = sheet.getContext('2d');
  pen.scale(DENSITY, DENSITY);
  paintSheet(pen, width, height);
  sheet.toBlob(blob => saveFile(blob, 'png'));
}

function saveAsSvg() {
  const { width, height } = drawing.scene().screen;
  const pen = new SvgPen(width, height + HEAD + FOOT);
  paintSheet(pen, width, height);
  saveFile(new Blob([pen.text(document.title)], { type: 'image/svg+xml' }), 'svg');
}

/** What is on the screen under its title and marking, over its key and for whom it was made. */
function paintSheet(pen, width, height) {
  const tokens = readTokens();
  pen.fillStyle = tokens.paper;
  pen.fillRect(0, 0, width, height + HEAD + FOOT);
  pen.save();
  pen.translate(0, HEAD);
  paintWhole(pen, drawing.scene());
  pen.restore();
  // What lies over the edge of the picture must not lie on the marking.
  pen.fillStyle = tokens.paper;
  pen.fillRect(0, 0, width, HEAD);
  pen.fillRect(0, HEAD + height, width, FOOT);
  pen.textAlign = 'left';
  paintHeading(pen, width, tokens);
  paintKey(pen, width, HEAD + height, tokens);
}

function saveFile(blob, ending) {
  const link = el('a', { href: URL.createObjectURL(blob), download: fileName(ending) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function openSaving(open) {
  find('#saving').hidden = !open;
  find('#save').setAttribute('aria-expanded', String(open));
  if (open) find('#saving button').focus();
}

function fileName(ending) {
  const title = fold(say(DATA.meta.title)).replace(/ /g, '-').slice(0, 60).replace(/-$/, '') || 'macrosur';
  return `${title}-TLP-${AUDIENCE.replace('+', '-')}.${ending}`;
}

function paintHeading(pen, width, tokens) {
  const plate = `TLP:${AUDIENCE}`;
  const plateWidth = textWidth(plate, 17, { weight: 700 }) + 32;
  const style = getComputedStyle(root);
  pen.fillStyle = style.getPropertyValue('--tlp-rule').trim();
  pen.fillRect(0, 0, width, 4);
  pen.fillStyle = '#000';
  pen.fillRect(width - plateWidth, 0, plateWidth, 44);
  pen.fillStyle = style.getPropertyValue('--tlp').trim();
  pen.font = font(17, { weight: 700 });
  pen.fillText(plate, width - plateWidth + 16, 29);
  pen.fillStyle = tokens.ink;
  pen.font = font(18, { weight: 650 });
  const title = [...say(DATA.meta.title)];
  while (title.length && textWidth(title.join(''), 18, { weight: 650 }) > width - plateWidth - 48)
    title.pop();
  pen.fillText(title.join(''), 16, 30);
}

function paintKey(pen, width, top, tokens) {
  let x = 24;
  let y = top + 14;
  pen.font = font(12.5);
  for (const chip of chipList().filter(({ groups: own }) =>
    shown.nodes.some(node => own.includes(node.group)),
  )) {
    const needed = textWidth(chip.label, 12.5) + 40;
    if (x + needed > width) [x, y] = [24, y + 18];
    pen.save();
    pen.translate(x, y);
    paintNode(pen, { node: { group: chip.groups[0] }, radius: 5.8 }, { screen: { tokens }, choice: null });
    pen.restore();
    pen.fillStyle = tokens.ink2;
    pen.fillText(chip.label, x + 12, y + 4.5);
    x += needed;
  }
  for (const kind of lineKinds()) {
    const label = word(`line_${kind}`);
    const needed = textWidth(label, 12.5) + 60;
    if (x + needed > width) [x, y] = [24, y + 18];
    paintLineSample(pen, kind, x, y, tokens);
    pen.fillStyle = tokens.ink2;
    pen.font = font(12.5);
    pen.fillText(label, x + 36, y + 4.5);
    x += needed;
  }
  pen.fillStyle = tokens.ink2;
  pen.fillText(find('#made').textContent, 16, top + 58);
}

/** Thirty pixels of a line, as in the picture. */
function paintLineSample(pen, kind, x, y, tokens) {
  pen.strokeStyle = tokens.tie;
  pen.lineWidth = kind === 'ended' ? 0.63 : 1.15;
  const piece = (from, to, alpha = 1) => {
    pen.globalAlpha = alpha;
    pen.beginPath();
    pen.moveTo(x + from, y);
    pen.lineTo(x + to, y);
    pen.stroke();
    pen.globalAlpha = 1;
  };
  pen.setLineDash(kind === 'dashed' ? [5, 4] : []);
  if (kind === 'faded') [piece(0, 10), piece(10, 20, 0.25), piece(20, 30)];
  else if (kind === 'several') [piece(0, 9), piece(21, 30)];
  else piece(0, 30);
  pen.setLineDash([]);
  if (kind !== 'several') return;
  pen.fillStyle = tokens.ink2;
  pen.font = font(11, { weight: 650 });
  pen.fillText('2', x + 11.5, y + 4);
}

/** Paper is light, whatever the screen is; the picture is laid out for the sheet. */
let themeOnScreen = null;

function beforePrint() {
  if (themeOnScreen) return;
  themeOnScreen = root.dataset.theme;
  root.dataset.theme = 'light';
  showPanel();
  showKey();
  findAll('details.more').forEach(details => {
    details.open = true;
  });
  const picture = drawing.sheetPicture({ width: 1032, height: 550 }, 3);
  const paper = find('#paper');
  Object.assign(paper, { width: picture.width, height: picture.height });
  paper.getContext('2d').drawImage(picture, 0, 0);
}

function afterPrint() {
  root.dataset.theme = themeOnScreen ?? root.dataset.theme;
  themeOnScreen = null;
  showPanel();
  showKey();
  drawing.restyle();
}
