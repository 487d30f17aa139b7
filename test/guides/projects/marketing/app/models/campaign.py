from sqlalchemy import CheckConstraint, Column, Date, Integer, Numeric

from app.core.database import Base


class Campaign(Base):
    __tablename__ = "campaigns"
    __table_args__ = (CheckConstraint("start_date <= end_date", name="ck_campaigns_dates"),)

    id = Column(Integer, primary_key=True)
    budget = Column(Numeric(10, 2))
    start_date = Column(Date)
    end_date = Column(Date)
