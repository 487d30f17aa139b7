from sqlalchemy import Column, ForeignKey, String
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import backref, relationship

from app.core.database import Base


class InstagramPost(Base):
    __tablename__ = "instagram_posts"

    id = Column(String(64), primary_key=True)
    post_id = Column(UUID(as_uuid=True), ForeignKey("posts.id"))
    post = relationship("Post", backref=backref("instagram_posts", uselist=False))
