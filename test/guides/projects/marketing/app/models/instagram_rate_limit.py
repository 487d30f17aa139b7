from sqlalchemy import BigInteger, Column, ForeignKey, SmallInteger, String, UniqueConstraint, text

from app.core.database import Base


class InstagramRateLimit(Base):
    __tablename__ = "instagram_rate_limits"
    __table_args__ = (UniqueConstraint("account_id", "endpoint", name="uq_rate_limit_endpoint"),)

    id = Column(BigInteger, primary_key=True)
    account_id = Column(ForeignKey("instagram_accounts.id"))
    endpoint = Column(String(200))
    calls = Column(SmallInteger, server_default=text("0"))
