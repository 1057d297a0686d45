from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Job


class JobRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, job_id: int) -> Job:
        result = await self.session.execute(select(Job).where(Job.id == job_id))
        return result.scalar_one()

    async def set_progress(self, job_id: int, progress: int) -> None:
        await self.session.execute(update(Job).where(Job.id == job_id).values(progress=progress))
