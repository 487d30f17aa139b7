from sqlalchemy import JSON, Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    email = Column(String, unique=True, index=True, nullable=False)
    status = Column(String(20), default="active")
    preferences_json = Column(JSON)
    images_generated = Column(Integer, nullable=False, default=0, server_default="0")
    videos_generated = Column(Integer, nullable=False, default=0, server_default="0")
