from sqlalchemy import Column, Computed, Identity, Integer, Text

from app.core.database import Base


class AIGeneration(Base):
    __tablename__ = "ai_generations"

    id = Column(Integer, Identity(always=True), primary_key=True)
    prompt = Column(Text, nullable=False)
    words = Column(Integer, Computed("array_length(regexp_split_to_array(prompt, ' '), 1)", persisted=True))
