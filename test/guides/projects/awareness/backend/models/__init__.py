from backend.models.company import Company, CompanyDepartment
from backend.models.user import User, UserPreferences

__all__ = ["Company", "CompanyDepartment", "User", "UserPreferences"]
