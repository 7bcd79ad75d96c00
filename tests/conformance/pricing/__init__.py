"""Published prices: every case becomes a book with inputs, or one question to the engine, never a calculation here.

A translation is chosen by a case's `model` and reads its parameters. It holds no arithmetic and knows no case by name.
"""
