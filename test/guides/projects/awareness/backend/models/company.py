from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint
from sqlalchemy.orm import relationship

from backend.db.base import Base

members = Table(
    "company_members", Base.metadata,
    Column("company_id", ForeignKey("companies.id"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True),
)


class Company(Base):
    __tablename__ = "companies"

    id = Column(Integer, primary_key=True)
    departments = relationship("CompanyDepartment", order_by="CompanyDepartment.name")
    users = relationship("User", secondary=members)


class CompanyDepartment(Base):
    __tablename__ = "company_departments"
    __table_args__ = (UniqueConstraint("company_id", "name", name="uq_company_department"),)

    id = Column(Integer, primary_key=True)
    company_id = Column(Integer, ForeignKey("companies.id", ondelete="CASCADE"), nullable=False)
    name = Column(String(100), nullable=False)
    manager_id = Column(Integer, ForeignKey("users.id", ondelete="SET NULL"))
