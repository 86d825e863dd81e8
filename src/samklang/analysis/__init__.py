"""From answers to released tables: counting, weighing, releasing."""
