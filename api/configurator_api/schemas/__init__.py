"""What requests hold and what answers hold, as one description for programs."""
