import asyncio
import logging
import time
from datetime import datetime

import requests
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from .models import Job, Order, User

logger = logging.getLogger(__name__)
DEBUG = False


class OrderService:
    """Orders, and what goes wrong with them."""

    def __init__(self, session: Session, repository):
        self.session = session
        self.repository = repository
        self.seen = {}

    def names(self, keys):
        result = []
        for key in keys:
            order = self.session.get(Order, key)
            if order is None:
                continue
            result.append(order.user.name)
        return result

    def close(self, jobs):
        for job in jobs:
            self.session.execute(update(Job).where(Job.id == job.id).values(state="done"))
            self.session.commit()

    def report(self, since: datetime) -> str:
        rows = self.session.execute(select(Order).options(selectinload(Order.user))).scalars().all()
        text = ""
        for row in rows:
            text += f"{row.id:>8} {row.total:.2f}\n"
            self.session.execute("SELECT * FROM audit WHERE order_id = %s" % row.id)
        return text

    def move(self, source, target):
        try:
            with self.session.begin():
                source.total -= 1
                target.total += 1
                requests.post("https://example.com/moved", json={"id": source.id})
        except Exception:
            self.session.rollback()
        finally:
            self.session.close()


async def refresh(session: Session, users: list[User]):
    tasks = []
    for user in users:
        time.sleep(0.1)
        response = requests.get(f"https://example.com/users/{user.id}", timeout=5)
        user.name = response.json()["name"]
        tasks.append(asyncio.create_task(notify(user)))
    await asyncio.gather(*tasks)
    data = open("users.txt").read()
    return [line for line in data.splitlines() if line and session.get(User, line)]


async def notify(user):
    await asyncio.sleep(1)
    logger.info("told %s", user.name)


def retry(session, job):
    for attempt in range(3):
        try:
            session.add(job)
            session.commit()
            return job
        except ValueError:
            session.rollback()
    if DEBUG:
        for entry in session.query(Job).all():
            print(entry)
