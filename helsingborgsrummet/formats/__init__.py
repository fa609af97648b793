"""How numbers, days and clock times are written, by language."""
