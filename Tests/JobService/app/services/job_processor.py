from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from app.repositories.jobs import JobRepository


class JobProcessor:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.jobs = JobRepository(session)

    async def process(self, job_id: int) -> None:
        job = await self.jobs.get(job_id)
        await self._run(job.id)
        await self.session.commit()

    async def _run(self, job_id: int) -> None:
        job = await self.jobs.get(job_id)
        data = await self._read(job.source)
        chunks = data.split(b"\n")
        for done, chunk in enumerate(chunks, start=1):
            await self._handle(chunk)
            await self.jobs.set_progress(job.id, done * 100 // len(chunks))

    async def _read(self, source: str) -> bytes:
        return Path(source).read_bytes()

    async def _handle(self, chunk: bytes) -> None:
        ...
