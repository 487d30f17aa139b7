from sqlalchemy import BigInteger, Column, Enum, Integer
from sqlalchemy.orm import column_property

from app.core.database import Base


class MediaFile(Base):
    __tablename__ = "media_files"

    id = Column(Integer, primary_key=True)
    kind = Column(Enum("image", "video", name="media_kind"), nullable=False)
    size = column_property(Column("size_in_bytes", BigInteger))
