import asyncio
from collections.abc import AsyncIterator

import asyncpg
from fastapi import APIRouter, BackgroundTasks
from fastapi.responses import StreamingResponse

from app.database import SessionLocal
from app.services.job_processor import JobProcessor

router = APIRouter()


async def run(job_id: int) -> None:
    async with SessionLocal() as session:
        await JobProcessor(session).process(job_id)


@router.post("/jobs/{job_id}/run", status_code=202)
async def start(job_id: int, background_tasks: BackgroundTasks) -> dict[str, int]:
    background_tasks.add_task(run, job_id)
    return {"id": job_id}


@router.get("/jobs/events")
async def events() -> StreamingResponse:
    queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=100)
    connection = await asyncpg.connect("postgresql://localhost/jobs")
    connection.add_termination_listener(lambda _: queue.put_nowait(None))
    await connection.add_listener("job_events", lambda *event: queue.put_nowait(event[-1]))

    async def stream() -> AsyncIterator[str]:
        try:
            while (event := await queue.get()) is not None:
                yield f"data: {event}\n\n"
        finally:
            await connection.close()

    return StreamingResponse(stream(), media_type="text/event-stream")
