"""The tests of billing calendars."""
