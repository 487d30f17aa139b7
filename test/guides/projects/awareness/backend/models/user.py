from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String, Text, func
from sqlalchemy.dialects.postgresql import ENUM
from sqlalchemy.orm import relationship

from backend.db.base import Base


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    email = Column(String(255), nullable=False, index=True)
    display_name = Column(String(255))
    role = Column(ENUM("user", "admin", "manager", name="user_role", create_type=False), nullable=False)
    preferences = relationship("UserPreferences", uselist=False, foreign_keys="UserPreferences.user_id")


class UserPreferences(Base):
    __tablename__ = "user_preferences"

    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id", ondelete="CASCADE"), unique=True, nullable=False)
    theme = Column(String(50), nullable=False, default="light")
    email_notifications = Column(Boolean, nullable=False, default=True)
    notes = Column(Text)
    updated_at = Column(DateTime(timezone=True), onupdate=func.now())
