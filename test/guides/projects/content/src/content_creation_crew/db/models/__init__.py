from content_creation_crew.db.models.user import Base, User

__all__ = ["Base", "User"]
