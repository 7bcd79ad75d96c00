"""Peers' published figures, translated into data of ours and computed by the engine."""
