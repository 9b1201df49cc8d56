"""Many writers at once, in one process of their own: they type, save, read what the site says, and keep a journal.

    python -m tests.faults.writing < PLAN

The plan is JSON: ``port``, ``journal`` (a file), ``pages`` (as ``tests.faults.stage make`` prints them), and

- either ``seconds``, ``saves``, ``pause``, ``clashes`` and ``repeats``: each writer saves so often, one text after the
  other, with a pause between; a text is sent again under the same key until the site has said that it is kept;
- or ``interval`` and ``phases``: each writer saves every so many seconds by the clock, however long replies take.
  A phase is [begin, end, writers]: from when until when (``time.monotonic``), and how many of the pages are open then.

A line of the journal is one request and its reply: what was sent when, and what was said when.
"""

import asyncio
import json
import os
import sys
import time

from tests.faults.connections import NO_REPLY, Connections
from tests.faults.page import KEEPS, Page, read

AGAIN_AFTER = 0.2
COME_AGAIN_IN = 5
JITTER = 0.2


class Writers:
    """All writers of one plan."""

    def __init__(self, plan, journal):
        self.plan, self.journal, self.starter = plan, journal, os.getppid()
        self.connections = Connections(plan["port"])
        self.pages = [Page(facts, plan.get("seed", 0)) for facts in plan["pages"]]
        self.end = time.monotonic() + plan["seconds"] if "seconds" in plan else plan["phases"][-1][1]

    @property
    def go_on(self):
        """Whether there is time left, and somebody who wants to know what comes of it."""
        return time.monotonic() < self.end and os.getppid() == self.starter

    async def run(self):
        """Until all have written what the plan says, or its time is over."""
        act = self.by_the_clock if "interval" in self.plan else self.one_after_the_other
        await asyncio.gather(*map(act, self.pages))
        self.connections.close()

    async def send(self, page, due=None):
        """Send what the page holds and note the reply; returns it, or None when there was none to understand."""
        record = {
            "path": page.path, "key": page.key, "sha256": page.sha256(), "due": due or time.monotonic(),
            "status": 0, "outcome": "", "version": None, "retry_after": None,
        }  # fmt: skip
        told = None
        record["sent"] = time.monotonic()
        try:
            record["status"], headers, body = await self.connections.ask(page.head, page.form())
            told = read(record["status"], body)
            record["retry_after"] = headers.get("retry-after")
            if not told:
                record["said"] = body.decode("utf-8", "replace")[:300]
        except NO_REPLY:
            pass
        record["answered"] = time.monotonic()
        if told:
            record |= {"outcome": told["outcome"], "version": told.get("version")}
        self.journal.write(json.dumps(record) + "\n")
        self.journal.flush()
        return told

    async def one_after_the_other(self, page):
        """A writer who saves the next text when the last one is kept."""
        for _ in range(self.plan["saves"] or sys.maxsize):
            page.write(self.plan["clashes"])
            told = await self.until_kept(page)
            if not told:
                return
            if page.chance.random() < self.plan["repeats"]:
                await self.send(page)  # as if the reply had been lost on its way
            page.take(told)
            await asyncio.sleep(self.plan["pause"])

    async def until_kept(self, page):
        """Send one text until the site says that it is kept; None when the time of the plan is over."""
        while self.go_on:
            told = await self.send(page)
            if told and told["outcome"] in KEEPS:
                return told
            if told and told["outcome"] != "unavailable":
                raise RuntimeError(f"{page.path}: {told}")
            await asyncio.sleep(AGAIN_AFTER)
        return None

    async def by_the_clock(self, page):
        """A writer whose page saves when its time has come, whatever became of the save before."""
        place = self.pages.index(page)
        for begin, end, writers in self.plan["phases"]:
            if place < writers:
                await self.in_phase(page, begin, end)

    async def in_phase(self, page, begin, end):
        """One phase of that: a page that is asked to come later does so with what the writer has by then."""
        interval = self.plan["interval"]
        due = begin + page.chance.random() * interval
        while due < end and self.go_on:
            await asyncio.sleep(max(due - time.monotonic(), 0))
            page.write()
            told = await self.send(page, due)
            due += interval * page.chance.uniform(1 - JITTER, 1 + JITTER)
            if told and told["outcome"] in KEEPS:
                page.take(told)
            else:
                # Spread, so that not all come back at once.
                due = time.monotonic() + COME_AGAIN_IN * page.chance.uniform(1, 1 + 2 * JITTER)


def main():
    """Read the plan, run it, and close the journal."""
    plan = json.load(sys.stdin)
    with open(plan["journal"], "a", encoding="utf-8") as journal:  # noqa: PTH123 (a path as given)
        writers = Writers(plan, journal)
        asyncio.run(writers.run())


if __name__ == "__main__":
    main()
