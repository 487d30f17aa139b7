from sqlalchemy import JSON, Boolean, Column, Integer, Sequence
from sqlalchemy.sql import expression

from app.core.database import Base


class AnalyticsEvent(Base):
    __tablename__ = "analytics_events"

    id = Column(Integer, Sequence("analytics_events_id_seq"), primary_key=True)
    processed = Column(Boolean, default=False, server_default=expression.false(), nullable=False)
    payload = Column(JSON, default=dict)
