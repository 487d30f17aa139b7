import os


class Settings:
    @property
    def DATABASE_URL(self):
        return os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://")


settings = Settings()
