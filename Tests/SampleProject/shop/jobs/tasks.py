"""What happens beside the requests."""

import re
import time

import requests
from celery import Celery
from sqlalchemy import select

from shop.database import SessionLocal, session_scope
from shop.models import Customer, Order
from shop.settings import settings

app = Celery("shop")


@app.task
def send_receipt(order_id: int) -> None:
    with session_scope() as session:
        order = session.get(Order, order_id)
        if order is None:
            return
        address = order.customer.email
    requests.post(f"{settings.carrier_url}/mail", json={"to": address}, timeout=10)


@app.task
def ship(order_id: int) -> None:
    session = SessionLocal()
    with session.begin():
        order = session.get(Order, order_id, with_for_update=True)
        # The row stays locked for as long as the carrier takes to answer.
        answer = requests.post(f"{settings.carrier_url}/parcels", json={"order": order_id})
        order.state = answer.json()["state"]


@app.task
def archive(order_ids: list[int]) -> None:
    session = SessionLocal()
    orders = session.scalars(select(Order).where(Order.id.in_(order_ids))).all()
    for order in orders:
        order.state = "archived"
        session.commit()


@app.task
def archive_in_batches(order_ids: list[int]) -> None:
    for start in range(0, len(order_ids), 500):
        with session_scope() as session:
            batch = order_ids[start : start + 500]
            for order in session.scalars(select(Order).where(Order.id.in_(batch))):
                order.state = "archived"


@app.task
def import_customers(rows: list[dict]) -> None:
    session = SessionLocal()
    try:
        for row in rows:
            session.add(Customer(email=row["email"], name=row["name"]))
            session.flush()
        session.commit()
    except Exception:
        pass


@app.task
def rename(customer_id: int, name: str) -> None:
    session = SessionLocal()
    customer = session.get(Customer, customer_id)
    customer.name = name
    session.commit()


def fetch_with_retries(url: str) -> dict:
    for attempt in range(3):
        try:
            return requests.get(url, timeout=5).json()
        except requests.RequestException:
            time.sleep(2**attempt)
    raise RuntimeError(f"{url} does not answer")


def wait_until_exported(path: str) -> None:
    while not exported(path):
        time.sleep(0.1)


def exported(path: str) -> bool:
    return bool(re.search(r"done$", requests.get(path, timeout=5).text))
