"""Operations: backup, restore, health and what is private on disk."""
