"""Billing calendars: pure functions of dates and money. Nothing here knows a book, a customer or what day it is."""
