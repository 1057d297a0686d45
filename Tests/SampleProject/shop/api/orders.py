"""Orders over HTTP."""

import asyncio
import logging
import time

import httpx
import requests
from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.database import get_session
from shop.jobs.tasks import send_receipt
from shop.models import Customer, Item, Order
from shop.settings import settings

router = APIRouter(prefix="/orders")
log = logging.getLogger(__name__)


@router.get("/{order_id}")
async def read_order(order_id: int, session: AsyncSession = Depends(get_session)):
    order = await session.get(Order, order_id)
    if order is None:
        raise HTTPException(404)
    return order


@router.get("/{order_id}/tracking")
async def tracking(order_id: int):
    # The event loop stands still until the carrier answers, however long that takes.
    answer = requests.get(f"{settings.carrier_url}/parcels/{order_id}")
    return answer.json()


@router.get("/{order_id}/label")
async def label(order_id: int):
    async with httpx.AsyncClient(timeout=5.0) as client:
        answer = await client.get(f"{settings.carrier_url}/labels/{order_id}")
    answer.raise_for_status()
    return answer.json()


@router.get("/{order_id}/invoice")
async def invoice(order_id: int):
    with open(f"/var/lib/shop/invoices/{order_id}.txt") as file:
        return {"text": file.read()}


@router.get("/{order_id}/picture")
async def picture(order_id: int):
    return await asyncio.to_thread(read_picture, order_id)


def read_picture(order_id: int) -> bytes:
    with open(f"/var/lib/shop/pictures/{order_id}.png", "rb") as file:
        return file.read()


@router.post("/")
async def place_order(email: str, skus: list[str], session: AsyncSession = Depends(get_session)):
    customer = (await session.execute(select(Customer).where(Customer.email == email))).scalar_one_or_none()
    if customer is None:
        raise HTTPException(422, "unknown customer")
    order = Order(customer_id=customer.id, items=[Item(sku=sku, quantity=1) for sku in skus])
    session.add(order)
    await session.flush()
    # The worker may look for the order before it is there.
    send_receipt.delay(order.id)
    await session.commit()
    log.info("order %s placed by customer %s", order.id, customer.id)
    return {"id": order.id}


@router.post("/prices")
async def refresh_prices(order_ids: list[int], session: AsyncSession = Depends(get_session)):
    for order_id in order_ids:
        order = await session.get(Order, order_id)
        if order is not None:
            await session.execute(update(Order).where(Order.id == order_id).values(total=order.total + 1))
    await session.commit()


@router.post("/close")
async def close_orders(order_ids: list[int], session: AsyncSession = Depends(get_session)):
    await session.execute(update(Order).where(Order.id.in_(order_ids)).values(state="closed"))
    await session.commit()


@router.get("/statistics/open")
async def open_orders(session: AsyncSession = Depends(get_session)):
    orders = (await session.execute(select(Order).where(Order.state == "new"))).scalars().all()
    return {"open": len(orders)}


@router.get("/statistics/closed")
async def closed_orders(session: AsyncSession = Depends(get_session)):
    count = await session.scalar(select(func.count()).select_from(Order).where(Order.state == "closed"))
    return {"closed": count}


@router.get("/statistics/both")
async def both(session: AsyncSession = Depends(get_session)):
    # Two tasks on one session: its connection cannot serve both at once.
    new, closed = await asyncio.gather(
        session.scalar(select(func.count()).select_from(Order).where(Order.state == "new")),
        session.scalar(select(func.count()).select_from(Order).where(Order.state == "closed")),
    )
    return {"new": new, "closed": closed}


@router.post("/{order_id}/wait")
async def wait_for_payment(order_id: int):
    time.sleep(2)
    return {"paid": True}


@router.post("/{order_id}/notify")
async def notify(order_id: int):
    asyncio.create_task(push(order_id))
    return {"queued": True}


async def push(order_id: int) -> None:
    await asyncio.sleep(0.1)
    log.debug(f"pushed order {order_id}")
