import uuid

from sqlalchemy import Column, String, Text, func
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import relationship

from app.core.database import Base


class User(Base):
    __tablename__ = "users"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4, server_default=func.gen_random_uuid())
    email = Column(String(255), unique=True, index=True, nullable=False)
    hashed_password = Column(String(255), nullable=False)
    bio = Column(Text)
    avatar_url = Column(Text)
    timezone = Column(String(50), nullable=False, server_default="UTC")
    notification_preferences = Column(JSONB)

    posts = relationship("Post", back_populates="user", cascade="all, delete-orphan")
    sessions = relationship("UserSession", back_populates="user")

    def __repr__(self):
        return f"<User {self.email}>"
