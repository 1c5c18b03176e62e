"""Trains the two small networks that tell documents from other pictures, and writes them with their record.

    python packaging/train/gate.py MADE_UP PHOTOGRAPHS [EPOCHS [PART]]

With EPOCHS 0 the first network stays as it is and only the second, over the layout's numbers, is trained; PART takes
every so manieth made-up picture alone.

MADE_UP is a folder that benchmarks/_documents_capture.py filled (``labels_*.jsonl``, pictures). PHOTOGRAPHS holds the
Debian packages that benchmarks/_documents_real.py names, unpacked; half of their pictures are taken, the other half is
left for the benchmark. packaging/train/README.md has the commands. Needs PyTorch beside the program's own dependencies.

Everything that was trained on is made up or freely licensed, so that the weights may be passed on (Apache-2.0).
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image, ImageOps
from torch import nn

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks._documents_capture import photographs  # noqa: E402
from benchmarks._documents_real import REAL_DOCUMENTS, UNCLEAR, WALLPAPERS  # noqa: E402
from checker.content.pictures.gate import Gate as Gated  # noqa: E402
from checker.content.pictures.gate import layout  # noqa: E402  the clone is not installed
from checker.content.pictures.text import Detector  # noqa: E402

SIDE, KEPT = 192, 320
SEED = 20261123
CROPS = 4  # of one photograph
TARGET = ROOT / "checker" / "content" / "pictures"


def fold(name: str) -> int:
    """Which tenth a picture belongs to; the last two are for the test and never trained on."""
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 10


def opened(path: Path) -> np.ndarray | None:
    try:
        with Image.open(path) as image:
            image.draft("RGB", (KEPT * 2, KEPT * 2))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((KEPT, KEPT), Image.Resampling.BOX)
            return np.asarray(upright)
    except (OSError, ValueError, SyntaxError):
        return None


def samples(made_up: Path, folder: Path, part: int = 1) -> tuple[list[np.ndarray], list[int], list[str]]:
    pictures, labels, names = [], [], []
    for listing in sorted(made_up.rglob("labels_*.jsonl")):
        for line in listing.read_text("utf-8").splitlines()[::part]:
            entry = json.loads(line)
            picture = opened(listing.parent / entry["file"])
            if picture is not None:
                pictures.append(picture)
                labels.append(entry["doc"])
                names.append(f"{listing.parent.name}/{entry['type']}/{entry['file']}")
    chance = random.Random(SEED)
    for path in photographs(folder, 0, least=20_000):
        if any(path.match(pattern) for pattern in (*REAL_DOCUMENTS, *UNCLEAR)):
            continue
        try:
            with Image.open(path) as image:
                image.draft("RGB", (2048, 2048))
                whole = image.convert("RGB")
        except (OSError, ValueError, SyntaxError):
            continue
        for number in range(CROPS if any(name in path.parts for name in WALLPAPERS) else 2):
            part = 1.0 if number == 0 else chance.uniform(0.25, 0.9)
            wide, tall = int(whole.width * part), int(whole.height * part)
            if chance.random() < 0.5:  # phones stand
                wide = min(wide, int(tall * 0.75))
            left, top = chance.randint(0, whole.width - wide), chance.randint(0, whole.height - tall)
            crop = whole.crop((left, top, left + wide, top + tall))
            crop.thumbnail((KEPT, KEPT), Image.Resampling.BOX)
            pictures.append(np.asarray(crop))
            labels.append(0)
            names.append(f"photograph/{path.name}")
    return pictures, labels, names


def changed(picture: np.ndarray, chance: random.Random) -> np.ndarray:
    """Cut, shrunk, turned, lit otherwise, blurred: what cameras and previews do."""
    height, width = picture.shape[:2]
    if chance.random() < 0.7:
        part = chance.uniform(0.7, 1.0)
        tall, wide = int(height * part), int(width * part)
        top, left = chance.randint(0, height - tall), chance.randint(0, width - wide)
        picture = picture[top : top + tall, left : left + wide]
    if chance.random() < 0.45:  # a camera's preview has 160 x 120 points
        side = chance.randint(100, 170)
        picture = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    way = cv2.INTER_AREA if max(picture.shape[:2]) > SIDE else cv2.INTER_LINEAR
    picture = np.rot90(cv2.resize(picture, (SIDE, SIDE), interpolation=way), chance.randint(0, 3))
    if chance.random() < 0.3:
        picture = picture[:, ::-1]
    values = picture.astype(np.float32) * chance.uniform(0.7, 1.25) + chance.uniform(-20, 20)
    if chance.random() < 0.25:
        values = values.mean(2, keepdims=True).repeat(3, 2)
    if chance.random() < 0.5:
        values *= np.array([chance.uniform(0.85, 1.15) for _ in range(3)], np.float32)
    if chance.random() < 0.3:
        values = cv2.GaussianBlur(np.ascontiguousarray(values), (0, 0), chance.uniform(0.4, 1.1))
    if chance.random() < 0.4:
        values += np.random.default_rng(chance.randint(0, 1 << 30)).normal(0, chance.uniform(1, 7), values.shape)
    return (np.clip(values, 0, 255) / 127.5 - 1).transpose(2, 0, 1).astype(np.float32)


def same(picture: np.ndarray) -> np.ndarray:
    small = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return (small.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)


def block(inner: int, outer: int, size: int = 3, step: int = 1, groups: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(inner, outer, size, step, size // 2, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outer), nn.ReLU(inplace=True))


def apart(inner: int, outer: int, step: int) -> nn.Sequential:
    return nn.Sequential(block(inner, inner, 3, step, inner), block(inner, outer, 1))


class Gate(nn.Module):
    """39,000 weights; depthwise convolutions, mean and maximum of what they see."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            block(3, 16, 3, 2),
            apart(16, 24, 2),
            apart(24, 32, 1),
            apart(32, 48, 2),
            apart(48, 64, 1),
            apart(64, 96, 2),
            apart(96, 96, 1),
            apart(96, 128, 2),
        )
        self.head = nn.Linear(256, 1)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        seen = self.body(batch)
        return self.head(torch.cat([seen.mean((2, 3)), seen.amax((2, 3))], 1))[:, 0]


class Shipped(nn.Module):
    """The gate as the program calls it: bytes in, a probability out."""

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self.gate = gate

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.gate(pictures.permute(0, 3, 1, 2).float() / 127.5 - 1))


def answers(gate: Gate, pictures: list[np.ndarray]) -> np.ndarray:
    gate.eval()
    with torch.no_grad():
        batches = (pictures[at : at + 64] for at in range(0, len(pictures), 64))
        return np.concatenate(
            [gate(torch.from_numpy(np.stack([same(one) for one in some]))).numpy() for some in batches]
        )


def train_gate(pictures: list[np.ndarray], labels: list[int], chosen: list[int], epochs: int) -> Gate:
    gate, chance = Gate(), random.Random(SEED)
    optimizer = torch.optim.AdamW(gate.parameters(), 3e-3, weight_decay=1e-3)
    rounds = len(chosen) // 48
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=epochs * rounds + 1, pct_start=0.15)
    order = list(chosen)
    for epoch in range(epochs):
        gate.train()
        chance.shuffle(order)
        lost = 0.0
        for at in range(rounds):
            some = order[at * 48 : at * 48 + 48]
            batch = torch.from_numpy(np.stack([changed(pictures[one], chance) for one in some]))
            wanted = torch.tensor([labels[one] * 0.98 + 0.01 for one in some])
            loss = nn.functional.binary_cross_entropy_with_logits(gate(batch), wanted)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            lost += loss.item()
        print(f"epoch {epoch + 1}: loss {lost / rounds:.4f}", flush=True)  # noqa: T201
    return gate


def train_layout(numbers: np.ndarray, labels: np.ndarray) -> dict[str, list]:
    mean, deviation = numbers.mean(0), numbers.std(0) + 1e-6
    values = torch.tensor((numbers - mean) / deviation, dtype=torch.float32)
    wanted = torch.tensor(labels, dtype=torch.float32)
    net = nn.Sequential(nn.Linear(values.shape[1], 24), nn.ReLU(), nn.Linear(24, 1))
    optimizer = torch.optim.AdamW(net.parameters(), 1e-2, weight_decay=1e-2)
    for _ in range(600):
        noisy = values + torch.randn_like(values) * 0.1
        loss = nn.functional.binary_cross_entropy_with_logits(net(noisy)[:, 0], wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    first, second = net[0], net[2]
    return {
        "mean": mean.tolist(),
        "deviation": deviation.tolist(),
        "first": first.weight.detach().numpy().T.tolist(),
        "first_bias": first.bias.detach().numpy().tolist(),
        "second": second.weight.detach().numpy()[0].tolist(),
        "second_bias": second.bias.detach().numpy().tolist(),
    }


def told(truth: np.ndarray, likely: np.ndarray) -> dict[str, list[float]]:
    """Share of documents kept and of other pictures let through, by threshold."""
    return {
        str(limit): [float((likely[truth == 1] >= limit).mean()), float((likely[truth == 0] >= limit).mean())]
        for limit in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
    }


def shipped(pictures: list[np.ndarray]) -> np.ndarray:
    """What the gate that the program has now says, as `answers` gives it."""
    gate = Gated()
    likely = np.array([gate(np.ascontiguousarray(picture[:, :, ::-1])) for picture in pictures])
    likely = np.clip(likely, 1e-6, 1 - 1e-6)
    return np.log(likely / (1 - likely))


def exported(gate: Gate) -> None:
    gate.eval()
    torch.onnx.export(
        Shipped(gate), (torch.zeros(1, SIDE, SIDE, 3, dtype=torch.uint8),), str(TARGET / "gate.onnx"), dynamo=False,
        input_names=["pictures"], output_names=["likely"], dynamic_axes={"pictures": {0: "n"}, "likely": {0: "n"}},
    )  # fmt: skip


def main() -> None:
    made_up, folder = Path(sys.argv[1]), Path(sys.argv[2])
    epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 12
    part = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    torch.manual_seed(SEED)
    np.random.seed(SEED)
    torch.set_num_threads(2)
    began = time.monotonic()
    pictures, labels, names = samples(made_up, folder, part)
    chosen = [index for index, name in enumerate(names) if fold(name) < 8]
    held = [index for index, name in enumerate(names) if fold(name) >= 8]
    print(len(chosen), "to train on,", len(held), "held out", flush=True)  # noqa: T201
    gate = train_gate(pictures, labels, chosen, epochs) if epochs else None
    likely = shipped(pictures) if gate is None else answers(gate, pictures)
    detector = Detector()
    numbers = np.array([layout(detector, np.ascontiguousarray(picture[:, :, ::-1])) for picture in pictures])
    bounded = np.clip(1 / (1 + np.exp(-likely)), 1e-4, 1 - 1e-4)
    numbers = np.column_stack([numbers, np.log(bounded / (1 - bounded))])
    truth = np.array(labels)
    weights = train_layout(numbers[chosen], truth[chosen])
    hidden = (numbers - np.array(weights["mean"])) / np.array(weights["deviation"]) @ np.array(weights["first"])
    hidden = np.maximum(0, hidden + np.array(weights["first_bias"]))
    judged = 1 / (1 + np.exp(-(hidden @ np.array(weights["second"]) + weights["second_bias"][0])))
    if gate is not None:
        exported(gate)
    rounded = json.loads(json.dumps(weights), parse_float=lambda text: round(float(text), 6))
    (TARGET / "layout.json").write_text(json.dumps(rounded) + "\n", "ascii")
    record = json.loads((TARGET / "training.json").read_text("ascii"))
    one = {
        "seed": SEED,
        "epochs": epochs,
        "trained_on": {"documents": int(truth[chosen].sum()), "others": int((1 - truth[chosen]).sum())},
        "held_out": {"documents": int(truth[held].sum()), "others": int((1 - truth[held]).sum())},
        "torch": torch.__version__,
        "minutes": round((time.monotonic() - began) / 60, 1),
    }
    if gate is not None:
        digest = hashlib.sha256((TARGET / "gate.onnx").read_bytes()).hexdigest()
        record["gate"] = {**one, "held_out_by_threshold": told(truth[held], bounded[held]), "sha256": digest}
    record["layout"] = {**one, "held_out_by_threshold": told(truth[held], judged[held])}
    (TARGET / "training.json").write_text(json.dumps(record, indent=1) + "\n", "ascii")
    print(json.dumps(record, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
