"""Trains the two small networks that tell documents from other pictures, and writes them with their record.

    python packaging/training/gate.py MADE_UP PHOTOGRAPHS [--named FOLDER] [--epochs N] [--only gate judge]
                                       [--threads N]

The gate sees a picture at 192 x 192 points; the judge at 256 x 256, beside the map of where text stands in it.

MADE_UP is a folder that benchmarks/documents/capture.py filled (``labels_*.jsonl``, pictures). PHOTOGRAPHS holds the
Debian packages that benchmarks/documents/real.py names, unpacked: of those that the benchmark judges, too, half of the
pictures (`fold`). FOLDER is one that `documents.real.unpacked` filled; its part dev is taken.
packaging/training/README.md has the commands. Needs PyTorch beside the program's own dependencies.

Everything that was trained on is made up or freely licensed, so that the weights may be passed on (Apache-2.0).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image, ImageOps
from torch import nn

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.documents.capture import photographs  # noqa: E402  the clone is not installed
from benchmarks.documents.real import MANUALS, REAL_DOCUMENTS, UNCLEAR, VARIED, WALLPAPERS, listed  # noqa: E402
from checker.content.pictures.gate import JUDGED_SIDE, LAYOUT_SIDE, SIDE, beside  # noqa: E402
from checker.content.pictures.text import Detector  # noqa: E402

SEED = 20261123
_PIECES = {WALLPAPERS: 4, tuple(VARIED): 1}  # the whole and parts of a picture; two of any other
BATCH = 48
NAMED_AGAIN = 4  # times a real document is shown
MANUAL_MOST = 250  # pictures of one manual
TARGET = ROOT / "checker" / "content" / "pictures"
WIDTHS = (20, 32, 48, 64, 96, 128, 160, 192)


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture of at most LAYOUT_SIDE points, RGB; 1 for a document."""

    picture: np.ndarray
    label: int
    name: str

    @property
    def held_out(self) -> bool:
        """Two tenths are never trained on; all pieces of one photograph belong to the same tenth."""
        return int(hashlib.md5(self.name.encode(), usedforsecurity=False).hexdigest(), 16) % 10 >= 8


# -- what is trained on -----------------------------------------------------------------------------------------------


def samples(made_up: Path, folder: Path, named: Path | None = None) -> list[Sample]:
    found = []
    for listing in sorted(made_up.rglob("labels_*.jsonl")):
        for line in listing.read_text("utf-8").splitlines():
            entry = json.loads(line)
            whole = opened(listing.parent / entry["file"], LAYOUT_SIDE * 2)
            if whole is not None:
                name = f"{listing.parent.name}/{entry['type']}/{entry['file']}"
                found.append(Sample(shrunk(whole), entry["doc"], name))
    chance = random.Random(SEED)
    for one in listed(named, "dev") if named is not None else []:
        whole = opened(one.path, 2048)
        if whole is None or one.doc < 0:
            continue
        again = NAMED_AGAIN if one.doc else 1  # there are few, and they are what it is for
        found += [Sample(shrunk(whole), one.doc, f"named/{one.path.name}")] * again
        if not one.doc:
            found.append(Sample(shrunk(piece(whole, chance)), 0, f"named/{one.path.name}"))
    for path in chosen(folder):
        whole = opened(path, 2048)
        if whole is None:
            continue
        number = next((some for names, some in _PIECES.items() if any(one in path.parts for one in names)), 2)
        name = f"photograph/{path.name}"
        found.append(Sample(shrunk(whole), 0, name))
        found += [Sample(shrunk(piece(whole, chance)), 0, name) for _ in range(number - 1)]
    return found


def chosen(folder: Path) -> Iterator[Path]:
    """Real pictures that are no documents: half of what the benchmark judges, and manuals that it leaves alone."""
    for path in photographs(folder, 0, least=20_000):
        known = any(path.match(pattern) for pattern in (*REAL_DOCUMENTS, *UNCLEAR))
        if not known and not any(name in path.parts for name in (*MANUALS, *VARIED)):
            yield path
    for name, not_these in (*MANUALS.items(), *VARIED.items()):
        seen = dict[str, Path]()  # the same picture is there for each language
        for path in sorted(one for part in (0, 1) for one in photographs(folder / name, part, least=20_000)):
            if not any(word in (path.as_posix() if "/" in word else path.name).lower() for word in not_these):
                seen.setdefault(path.name, path)
        yield from sorted(seen.values(), key=lambda path: hashlib.md5(path.name.encode()).digest())[:MANUAL_MOST]


def opened(path: Path, side: int) -> Image.Image | None:
    try:
        with Image.open(path) as image:
            if max(image.size) < 300 or image.width * image.height > 64_000_000:
                return None
            image.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            white = Image.new("RGBA", upright.size, "white")
            white.alpha_composite(upright)
            return white.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None


def piece(whole: Image.Image, chance: random.Random) -> Image.Image:
    part = chance.uniform(0.25, 0.9)
    wide, tall = int(whole.width * part), int(whole.height * part)
    if chance.random() < 0.5:  # phones stand
        wide = min(wide, int(tall * 0.75))
    left, top = chance.randint(0, whole.width - wide), chance.randint(0, whole.height - tall)
    return whole.crop((left, top, left + max(32, wide), top + max(32, tall)))


def shrunk(image: Image.Image) -> np.ndarray:
    small = image.copy()
    small.thumbnail((LAYOUT_SIDE, LAYOUT_SIDE), Image.Resampling.BOX)
    return np.asarray(small)


# -- what cameras, previews and programs do to a picture --------------------------------------------------------------


def cut(picture: np.ndarray, chance: random.Random, least: float) -> np.ndarray:
    height, width = picture.shape[:2]
    part = chance.uniform(least, 1.0)
    tall, wide = max(16, int(height * part)), max(16, int(width * part))
    top, left = chance.randint(0, max(0, height - tall)), chance.randint(0, max(0, width - wide))
    return picture[top : top + tall, left : left + wide]


def turned(picture: np.ndarray, chance: random.Random) -> np.ndarray:
    picture = np.rot90(picture, chance.randint(0, 3))
    return picture[:, ::-1] if chance.random() < 0.3 else picture


def lit(values: np.ndarray, chance: random.Random) -> np.ndarray:
    """Colours of a picture, lit otherwise, blurred, with noise; 0 to 255."""
    values = values.astype(np.float32) * chance.uniform(0.7, 1.25) + chance.uniform(-20, 20)
    if chance.random() < 0.25:
        values = values.mean(2, keepdims=True).repeat(3, 2)
    if chance.random() < 0.5:
        values *= np.array([chance.uniform(0.85, 1.15) for _ in range(3)], np.float32)
    if chance.random() < 0.3:
        values = cv2.GaussianBlur(np.ascontiguousarray(values), (0, 0), chance.uniform(0.4, 1.1))
    if chance.random() < 0.4:
        values += np.random.default_rng(chance.randint(0, 1 << 30)).normal(0, chance.uniform(1, 7), values.shape)
    return np.clip(values, 0, 255)


def for_gate(picture: np.ndarray, chance: random.Random | None) -> np.ndarray:
    """192 x 192 x 3 as the gate sees it; changed by chance where one is given."""
    if chance is not None and chance.random() < 0.7:
        picture = cut(picture, chance, 0.7)
    if chance is not None and chance.random() < 0.45:  # a camera's preview has 160 x 120 points
        side = chance.randint(100, 170)
        picture = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    way = cv2.INTER_AREA if max(picture.shape[:2]) > SIDE else cv2.INTER_LINEAR
    picture = cv2.resize(picture, (SIDE, SIDE), interpolation=way)
    return picture if chance is None else lit(turned(picture, chance), chance)


def for_judge(picture: np.ndarray, chance: random.Random | None) -> np.ndarray:
    """256 x 256 x 4 as the judge sees it: colours and the map of text, which was taken before."""
    if chance is not None and chance.random() < 0.6:
        picture = cut(picture, chance, 0.75)
    both = beside(np.ascontiguousarray(picture[:, :, :3]), np.ascontiguousarray(picture[:, :, 3]))
    if chance is None:
        return both
    both = turned(both, chance)
    return np.concatenate([lit(both[:, :, :3], chance), both[:, :, 3:].astype(np.float32)], 2)


def with_text(picture: np.ndarray, detector: Detector) -> np.ndarray:
    """A picture and its map of text, as a fourth colour."""
    sure = detector(np.ascontiguousarray(picture[:, :, ::-1]), LAYOUT_SIDE).sure
    size = picture.shape[1], picture.shape[0]
    text = cv2.resize((sure * 255).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
    return np.concatenate([picture, text[:, :, None]], 2)


# -- the networks -----------------------------------------------------------------------------------------------------


def block(inner: int, outer: int, size: int = 3, step: int = 1, groups: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(inner, outer, size, step, size // 2, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outer), nn.ReLU(inplace=True))


def apart(inner: int, outer: int, step: int) -> nn.Sequential:
    return nn.Sequential(block(inner, inner, 3, step, inner), block(inner, outer, 1))


class Deeper(nn.Module):
    """A look at wider surroundings, added to what was seen; adds nothing before it has learned something."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.wide = nn.Sequential(block(width, 2 * width, 1), block(2 * width, 2 * width, 5, 1, 2 * width))
        self.narrow = nn.Conv2d(2 * width, width, 1, bias=False)
        self.scale = nn.BatchNorm2d(width)
        nn.init.zeros_(self.scale.weight)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return seen + self.scale(self.narrow(self.wide(seen)))


class Network(nn.Module):
    """Depthwise convolutions, then mean and maximum of what they see.

    `deep`: with more layers where a picture has become 16 x 16 and 8 x 8 points, where they cost little.
    """

    def __init__(self, colours: int, *, deep: bool) -> None:
        super().__init__()
        steps = (2, 1, 2, 1, 2, 1, 2)
        pairs = zip(WIDTHS, WIDTHS[1:], steps, strict=False)
        self.body = nn.Sequential(block(colours, WIDTHS[0], 3, 2), *(apart(*pair) for pair in pairs))
        self.middle = nn.Sequential(*(Deeper(WIDTHS[-2]) for _ in range(2 * deep)))
        self.last = nn.Sequential(*(Deeper(WIDTHS[-1]) for _ in range(3 * deep)))
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(2 * WIDTHS[-1], 1)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        seen = self.last(self.body[-1](self.middle(self.body[:-1](batch))))
        return self.head(self.drop(torch.cat([seen.mean((2, 3)), seen.amax((2, 3))], 1)))[:, 0]


def continued(network: Network, path: Path, batch: torch.Tensor) -> None:
    """Begin with the weights of a network without the deeper layers, as it was exported.

    There each batch norm lies within the convolution before it. It is taken apart by what a batch of pictures shows of
    its mean and variance, so that learning goes on where it ended.
    """
    import onnx

    known = {one.name: onnx.numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    head = {name.rpartition(".")[2]: value for name, value in known.items() if ".head." in name}
    pairs = [value for name, value in known.items() if ".head." not in name]
    network.head.load_state_dict({name: torch.tensor(value) for name, value in head.items()})
    blocks = [one for one in network.body.modules() if isinstance(one, nn.Sequential) and len(one) == 3]
    network.eval()

    def taken_apart(norm: nn.BatchNorm2d, given: tuple[torch.Tensor]) -> None:
        mean, variance = given[0].mean((0, 2, 3)), given[0].var((0, 2, 3))
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.data.copy_((variance + norm.eps).sqrt())
        norm.bias.data.add_(mean)

    with torch.no_grad():
        hooks = []
        for one, weight, bias in zip(blocks, pairs[::2], pairs[1::2], strict=True):
            one[0].weight.copy_(torch.tensor(weight))
            one[1].bias.copy_(torch.tensor(bias))
            hooks.append(one[1].register_forward_pre_hook(taken_apart))
        network(batch)
        for hook in hooks:
            hook.remove()


class Shipped(nn.Module):
    """A network as the program calls it: bytes in, a probability out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.network(pictures.permute(0, 3, 1, 2).float() / 127.5 - 1))


def ahead(
    make: Callable[[list[int]], torch.Tensor], groups: list[list[int]]
) -> Iterator[tuple[list[int], torch.Tensor]]:
    """Each group with its batch, which is made while the one before it is learned from; in order, by one thread."""
    with ThreadPoolExecutor(1) as pool:
        coming = [(some, pool.submit(make, some)) for some in groups[:2]]
        for index in range(len(groups)):
            some, batch = coming.pop(0)
            if index + 2 < len(groups):
                coming.append((groups[index + 2], pool.submit(make, groups[index + 2])))
            yield some, batch.result()


Look = Callable[[np.ndarray, random.Random | None], np.ndarray]


def batch_of(looks: list[np.ndarray]) -> torch.Tensor:
    return torch.from_numpy(np.stack(looks).astype(np.float32)).permute(0, 3, 1, 2) / 127.5 - 1


def trained(
    pictures: list[np.ndarray], labels: list[int], look: Look, epochs: int, begun: Path | None = None
) -> Network:
    network, chance = Network(pictures[0].shape[2], deep=pictures[0].shape[2] == 4), random.Random(SEED)
    if begun is not None:
        some = chance.sample(range(len(pictures)), 256)
        continued(network, begun, batch_of([look(pictures[one], None) for one in some]))
    most = 4e-3 if begun is None else 2e-3
    optimizer = torch.optim.AdamW(network.parameters(), most, weight_decay=1e-3)
    rounds = len(pictures) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, most, total_steps=epochs * rounds + 1, pct_start=0.15)
    order = list(range(len(pictures)))
    for epoch in range(epochs):
        network.train()
        chance.shuffle(order)
        lost = 0.0
        groups = [order[at * BATCH : (at + 1) * BATCH] for at in range(rounds)]
        for some, batch in ahead(lambda some: batch_of([look(pictures[one], chance) for one in some]), groups):
            wanted = torch.tensor([labels[one] * 0.98 + 0.01 for one in some])
            loss = nn.functional.binary_cross_entropy_with_logits(network(batch), wanted)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            lost += loss.item()
        print(f"epoch {epoch + 1}: loss {lost / rounds:.4f}", flush=True)  # noqa: T201
    return network.eval()


def answers(network: Network, pictures: list[np.ndarray], look: Look) -> np.ndarray:
    with torch.no_grad():
        batches = (pictures[at : at + 64] for at in range(0, len(pictures), 64))
        logits = np.concatenate([network(batch_of([look(one, None) for one in some])).numpy() for some in batches])
    return 1 / (1 + np.exp(-logits))


def exported(network: Network, path: Path, side: int, colours: int) -> None:
    torch.onnx.export(
        Shipped(network), (torch.zeros(1, side, side, colours, dtype=torch.uint8),), str(path), dynamo=False,
        input_names=["pictures"], output_names=["likely"], dynamic_axes={"pictures": {0: "n"}, "likely": {0: "n"}},
    )  # fmt: skip


# -- both -------------------------------------------------------------------------------------------------------------


def told(truth: np.ndarray, likely: np.ndarray) -> dict[str, list[float]]:
    """Share of documents kept and of other pictures let through, by threshold."""
    return {
        str(limit): [
            round(float((likely[truth == 1] >= limit).mean()), 4),
            round(float((likely[truth == 0] >= limit).mean()), 4),
        ]
        for limit in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8)
    }


def made(
    name: str, some: list[Sample], pictures: list[np.ndarray], epochs: int, begun: Path | None
) -> dict[str, object]:
    """Train one network, write it, and tell how it went."""
    look, side = {"gate": (for_gate, SIDE), "judge": (for_judge, JUDGED_SIDE)}[name]
    began = time.monotonic()
    training = [index for index, one in enumerate(some) if not one.held_out]
    held = [index for index, one in enumerate(some) if one.held_out]
    labels = np.array([one.label for one in some])
    network = trained([pictures[one] for one in training], labels[training].tolist(), look, epochs, begun)
    likely = answers(network, [pictures[one] for one in held], look)
    path = TARGET / f"{name}.onnx"
    start = {} if begun is None else {"begun_with": hashlib.sha256(begun.read_bytes()).hexdigest()}
    exported(network, path, side, pictures[0].shape[2])
    return {
        "seed": SEED,
        "epochs": epochs,
        **start,
        "trained_on": {"documents": int(labels[training].sum()), "others": int((1 - labels[training]).sum())},
        "held_out": {"documents": int(labels[held].sum()), "others": int((1 - labels[held]).sum())},
        "torch": torch.__version__,
        "minutes": round((time.monotonic() - began) / 60, 1),
        "held_out_by_threshold": told(labels[held], likely),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("made_up", type=Path)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--named", type=Path)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--only", nargs="*", choices=("gate", "judge"), default=("gate", "judge"))
    parser.add_argument("--begun", type=Path, help="go on with a judge of before, without its deeper layers")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    some = samples(options.made_up, options.photographs, options.named)
    documents = sum(one.label for one in some)
    print(f"{documents} documents, {len(some) - documents} others", flush=True)  # noqa: T201
    for name in options.only:
        pictures = [one.picture for one in some]
        if name == "judge":
            detector = Detector()
            pictures = [with_text(picture, detector) for picture in pictures]
        record = made(name, some, pictures, options.epochs, options.begun if name == "judge" else None)
        known = json.loads((TARGET / "training.json").read_text("ascii"))
        (TARGET / "training.json").write_text(json.dumps({**known, name: record}, indent=1) + "\n", "ascii")
        print(json.dumps(record, indent=1), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
