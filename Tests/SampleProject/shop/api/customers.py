"""Customers over HTTP."""

import subprocess

from fastapi import APIRouter, Depends
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.database import get_session
from shop.models import Customer, Order

router = APIRouter(prefix="/customers")

PAGE = 50


@router.get("/")
async def list_customers(after: int = 0, session: AsyncSession = Depends(get_session)):
    page = select(Customer.id, Customer.name).where(Customer.id > after).order_by(Customer.id).limit(PAGE)
    return (await session.execute(page)).mappings().all()


@router.get("/search")
async def search(term: str, session: AsyncSession = Depends(get_session)):
    found = select(Customer).where(Customer.name.ilike(f"%{term}%")).limit(PAGE)
    return (await session.execute(found)).scalars().all()


@router.get("/search/prefix")
async def search_prefix(term: str, session: AsyncSession = Depends(get_session)):
    found = select(Customer).where(Customer.name.like(f"{term}%")).limit(PAGE)
    return (await session.execute(found)).scalars().all()


@router.get("/lucky")
async def lucky(session: AsyncSession = Depends(get_session)):
    winner = await session.execute(text("SELECT * FROM customers ORDER BY random() LIMIT 1"))
    return winner.mappings().first()


@router.get("/spending")
async def spending(ids: list[int], session: AsyncSession = Depends(get_session)):
    result = {}
    for customer_id in ids:
        orders = await session.execute(select(Order).where(Order.customer_id == customer_id))
        result[customer_id] = sum(order.total for order in orders.scalars())
    return result


@router.get("/big")
async def big_spenders(session: AsyncSession = Depends(get_session)):
    orders = (await session.execute(select(Order))).scalars().all()
    return [order.customer_id for order in orders if order.total > 100_000]


@router.post("/export")
async def export():
    done = subprocess.run(["pg_dump", "--table=customers", "shop"], capture_output=True)
    return {"bytes": len(done.stdout)}
