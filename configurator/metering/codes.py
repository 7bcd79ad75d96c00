"""The kinds of problems that meters and events can have."""

from configurator.problems import ProblemCode

BAD_METER = ProblemCode("metering.bad-meter", "A meter's keys do not fit its aggregation.")
BAD_WINDOW = ProblemCode("metering.bad-window", "A window is no number of minutes, hours or days that fits.")
BAD_TIME_ZONE = ProblemCode("metering.bad-time-zone", "A time zone does not exist.")
BAD_ID = ProblemCode("metering.bad-id", "An id is not written as ids are.")
BAD_EVENT = ProblemCode("metering.bad-event", "An event lacks a field, or has one that cannot be read.")
UNKNOWN_METER = ProblemCode("metering.unknown-meter", "An event is for a meter that does not exist.")
MISSING_DIMENSION = ProblemCode("metering.missing-dimension", "An event lacks a dimension that its meter needs.")
