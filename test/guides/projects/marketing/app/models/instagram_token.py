from sqlalchemy import Column, DateTime, ForeignKey, Integer, LargeBinary
from sqlalchemy.orm import deferred

from app.core.database import Base


class InstagramToken(Base):
    __tablename__ = "instagram_tokens"

    id = Column(Integer, primary_key=True)
    account_id = Column(Integer, ForeignKey("instagram_accounts.id", ondelete="CASCADE"))
    secret = deferred(Column(LargeBinary, nullable=False))
    expires_at = Column(DateTime(timezone=True))
