"""Billing calendars: pure functions of dates and money, independent of books, customers and the clock."""
