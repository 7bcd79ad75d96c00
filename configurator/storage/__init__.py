"""What is kept, behind ports, with one SQLAlchemy implementation."""
