"""A page that a test has open, with the few things one does to it over and over."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

GUAMAN_POMA = "Centro Guaman Poma de Ayala"

# Which labels lie on another label, on the middle of a foreign node, on a control, or over the edge.
COVERED = """() => {
  const { labels, marks, screen } = macrosur.drawing.scene();
  const common = (a0, a1, b0, b1) => Math.min(a1, b1) - Math.max(a0, b0);
  const overlap = (a, b) => common(a.x0, a.x1, b.x0, b.x1) > 0.01 && common(a.y0, a.y1, b.y0, b.y1) > 0.01;
  const inside = box => box.x0 >= 0 && box.y0 >= 0 && box.x1 <= screen.width && box.y1 <= screen.height;
  const nodes = [...marks.values()].map(({ node, x, y, radius }) => {
    const half = radius * 0.7;
    return { node, x0: x - half, x1: x + half, y0: y - half, y1: y + half };
  });
  const found = [];
  labels.forEach((label, i) => {
    const foreign = nodes.filter(({ node }) => node !== label.mark.node);
    for (const other of [...labels.slice(i + 1), ...foreign, ...screen.obstacles]) {
      if (overlap(label, other)) found.push([label.rows, other.rows ?? other.node?.name.en ?? 'control']);
    }
    if (!inside(label)) found.push([label.rows, 'edge']);
  });
  return { found, named: labels.length, nodes: nodes.length };
}"""


class Opened:
    """A page whose drawing stands."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Wait until the camera rests and the labels stand."""
        self.page.wait_for_function("macrosur.drawing.settled()")

    def counts(self) -> str:
        """What the header says of the picture: "60 entities, 98 relations, 30 sources"."""
        return self.page.locator("#counts").text_content() or ""

    def spot(self, node_id: str) -> tuple[float, float]:
        """Where on the screen a node is."""
        self.settle()
        x, y = self.page.evaluate(
            """id => { const spot = macrosur.drawing.positions().get(id);
                       const box = document.querySelector('#drawing').getBoundingClientRect();
                       return [spot.x + box.x, spot.y + box.y]; }""",
            node_id,
        )
        return x, y

    def choose(self, node_id: str) -> None:
        """Click on a node."""
        self.page.mouse.click(*self.spot(node_id))
        expect(self.page.locator("#panel")).to_be_visible()

    def kept(self) -> dict[str, list[str]]:
        """What the address says after #."""
        return parse_qs(urlsplit(self.page.url).fragment)


Opener = Callable[..., Opened]


def node_named(document: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [node for node in document["nodes"] if name in node["name"].values()]
    node: dict[str, Any] = found
    return node


def relations_of(document: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        relation for relation in document["relations"] if node["id"] in (relation["from"], relation["to"])
    ]
